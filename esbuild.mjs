// Builds what runs into dist/: extension, helper and worker as CommonJS for Node, webviews as ESM for the browser.
import * as esbuild from 'esbuild';
import { existsSync } from 'node:fs';

const watch = process.argv.includes('--watch');
const minify = process.argv.includes('--production');

/** @type {esbuild.BuildOptions} */
const node = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  // ffi-rs picks a native package at run time, so it is shipped as it is.
  external: ['vscode', 'ffi-rs'],
  outdir: 'dist',
  sourcemap: !minify,
  minify,
  metafile: true,
  logLevel: 'info',
};

const entries = {
  extension: 'src/extension/extension.ts',
  helper: 'src/helper/helper.ts',
  symbolWorker: 'src/workers/symbolWorker.ts',
};

const builds = [
  {
    ...node,
    entryPoints: Object.fromEntries(Object.entries(entries).filter(([, file]) => existsSync(file))),
  },
  {
    bundle: true,
    platform: 'browser',
    format: 'esm',
    target: 'chrome128',
    entryPoints: { symbolsEditor: 'src/webview/symbols/symbolsEditor.ts' },
    outdir: 'dist/webview',
    minify,
    logLevel: 'info',
  },
].filter(build => Object.values(build.entryPoints).every(file => existsSync(file)));

for (const build of builds) {
  if (watch) {
    await (await esbuild.context(build)).watch();
  } else {
    await esbuild.build(build);
  }
}

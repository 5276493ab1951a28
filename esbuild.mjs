// Builds what runs into dist/: extension, helper and workers as CommonJS for Node, webviews as ESM for the browser.
// node esbuild.mjs [--watch] [--production]
import * as esbuild from 'esbuild';
import { existsSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { esbuildWat } from './scripts/webAssemblyText.mjs';

/** Programs of their own: dist/<name>.js from the file. */
const NODE_ENTRIES = {
  extension: 'src/extension/extension.ts',
  helper: 'src/helper/helper.ts',
  elevator: 'src/elevation/elevatorProcess.ts',
  symbolWorker: 'src/workers/symbolWorker.ts',
  eventWorker: 'src/workers/eventWorker.ts',
};
const WEBVIEW_ENTRIES = {
  symbolsEditor: 'src/webview/symbols/symbolsEditor.ts',
  eventsView: 'src/webview/events/eventsView.ts',
};

/**
 * The disassembler looks for its WebAssembly beside the file that it is bundled into.
 * @type {esbuild.Plugin}
 */
const copyDisassembler = {
  name: 'copy-disassembler',
  setup({ initialOptions, onEnd }) {
    const name = 'iced_x86_bg.wasm';
    const from = fileURLToPath(new URL(`node_modules/iced-x86/${name}`, import.meta.url));
    onEnd(() => copyFile(from, resolve(initialOptions.absWorkingDir, initialOptions.outdir, name)));
  },
};

/**
 * @param {{ outdir?: string, production?: boolean }} options
 * @returns {esbuild.BuildOptions[]}
 */
function builds({ outdir = 'dist', production = false }) {
  /** @type {esbuild.BuildOptions} */
  const common = {
    absWorkingDir: fileURLToPath(new URL('.', import.meta.url)),
    bundle: true,
    sourcemap: !production,
    minify: production,
    metafile: true,
    logLevel: 'warning',
    legalComments: 'none',
  };
  return [
    {
      ...common,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      // ffi-rs picks a native package at run time, so it is shipped as it is.
      external: ['vscode', 'ffi-rs'],
      // The demangler's module travels inside the worker.
      loader: { '.wasm': 'binary' },
      entryPoints: present(NODE_ENTRIES),
      plugins: [copyDisassembler, esbuildWat],
      outdir,
    },
    {
      ...common,
      platform: 'browser',
      format: 'esm',
      target: 'chrome128',
      loader: { '.ttf': 'file' },
      assetNames: '[name]',
      entryPoints: present(WEBVIEW_ENTRIES),
      outdir: `${outdir}/webview`,
    },
  ];
}

function present(entries) {
  return Object.fromEntries(Object.entries(entries).filter(([, file]) => existsSync(file)));
}

/**
 * Builds everything once.
 * @param {{ outdir?: string, production?: boolean }} [options]
 * @returns {Promise<string[]>} the source files that went in, dependencies too
 */
export async function build(options = {}) {
  const results = await Promise.all(builds(options).map(each => esbuild.build(each)));
  return results.flatMap(result => Object.keys(result.metafile.inputs));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const options = { production: process.argv.includes('--production') };
  if (process.argv.includes('--watch')) {
    for (const each of builds(options)) {
      await (await esbuild.context({ ...each, logLevel: 'info' })).watch();
    }
  } else {
    await build(options);
  }
}

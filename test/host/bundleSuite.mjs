// Bundles the Mocha suite; plain JavaScript because the desktop launcher uses it too.
import * as esbuild from 'esbuild';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SUITE = fileURLToPath(new URL('suite/', import.meta.url));

/**
 * @param {string} folder below the repository, so that the bundle finds mocha
 * @returns {Promise<string>} what VS Code takes as extensionTestsPath
 */
export async function bundleSuite(folder) {
  const names = (await readdir(SUITE)).filter(name => /(^index|\.test)\.ts$/.test(name));
  const outdir = join(folder, 'suite');
  await esbuild.build({
    entryPoints: names.map(name => join(SUITE, name)),
    outdir,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  return join(outdir, 'index.js');
}

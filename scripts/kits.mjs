// Prepares the VS Code servers that the suites drive: code-server from npm, its dependencies, the native modules it needs.
import { existsSync } from 'node:fs';
import { cp, readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepared } from './cache.mjs';
import { npm } from './npm.mjs';

/**
 * What differs from one VS Code to the next. `native` are modules that are compiled: without spdlog no log reaches an
 * output channel, without argon2 (1.100) the server does not start.
 */
const KITS = {
  1.139: { native: ['@vscode/spdlog', '@vscode/native-watchdog'], server: [] },
  '1.100': { native: ['@vscode/spdlog', 'native-watchdog', 'node-pty'], server: ['argon2'] },
};

/** The VS Code versions there is a kit for: newest first. */
export const KIT_VERSIONS = Object.keys(KITS).sort().reverse();

/** @typedef {{ version: string, folder: string, node: string, entry: string }} Kit */

/**
 * A ready VS Code server: prepared on the first call (half a minute and a download), found afterwards.
 * @param {string} version one of KIT_VERSIONS
 * @returns {Promise<Kit>}
 */
export async function kit(version) {
  const source = fileURLToPath(new URL(`../test/rigs/kits/vscode-${version}/`, import.meta.url));
  const inputs = await Promise.all(
    ['package.json', 'package-lock.json'].map(file => readFile(join(source, file))),
  );
  const folder = await prepared(
    `vscode-${version}`,
    [...inputs, JSON.stringify(KITS[version])],
    to => fill(source, to, KITS[version]),
  );
  return {
    version,
    folder,
    node: join(nodeOf(folder), 'bin/node'),
    entry: join(folder, 'node_modules/code-server/out/node/entry.js'),
  };
}

async function fill(source, folder, { native, server }) {
  await cp(join(source, 'package.json'), join(folder, 'package.json'));
  await cp(join(source, 'package-lock.json'), join(folder, 'package-lock.json'));
  await npm(['ci', '--ignore-scripts'], folder);
  const own = nodeOf(folder);
  if (!existsSync(join(own, 'bin/node'))) {
    throw new Error(`There is no Node for ${process.arch} in npm's node-linux-* packages.`);
  }
  // npm runs under the kit's Node and headers come with it, so that nothing is compiled for another Node.
  const env = {
    ...process.env,
    PATH: `${join(own, 'bin')}${delimiter}${process.env.PATH}`,
    npm_config_nodedir: existsSync(join(own, 'include/node')) ? own : '/usr',
    npm_config_yes: 'true',
  };
  const vscode = join(folder, 'node_modules/code-server/lib/vscode');
  // Not `npm ci`: code-server's shrinkwrap lacks tslib. All other versions stay as pinned in it.
  const install = ['install', '--omit=dev', '--ignore-scripts', '--legacy-peer-deps', '--no-save'];
  await npm(install, vscode, env);
  await npm(install, join(vscode, 'extensions'), env);
  await npm(['rebuild', ...native], vscode, env);
  if (server.length > 0) {
    await npm(['rebuild', ...server], folder, env);
  }
}

const nodeOf = folder => join(folder, `node_modules/node-linux-${process.arch}`);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const version of KIT_VERSIONS) {
    const started = Date.now();
    const { folder } = await kit(version);
    console.log(`VS Code ${version}: ${folder} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  }
}

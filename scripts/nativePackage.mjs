// The one native module: ffi-rs, which ships a package per platform. npm installs only this machine's; a VSIX for another
// platform needs that platform's, fetched by exact version and checked against the lockfile's hash.
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { prepared } from './cache.mjs';
import { npm } from './npm.mjs';
import { must } from './run.mjs';

/** VSIX target → suffix of the ffi-rs package. */
export const TARGETS = {
  'linux-x64': 'linux-x64-gnu',
  'linux-arm64': 'linux-arm64-gnu',
  'alpine-x64': 'linux-x64-musl',
};

/** The VSIX target of this machine. */
export function ownTarget() {
  const report = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (
    process.report.getReport()
  );
  const musl = !report.header.glibcVersionRuntime;
  const target = `${musl ? 'alpine' : 'linux'}-${process.arch}`;
  if (!(target in TARGETS)) {
    throw new Error(`Probescope is not packaged for ${target}.`);
  }
  return target;
}

/**
 * Copies ffi-rs and the native package of `target` into `folder`/node_modules.
 * @returns {Promise<string[]>} the copied packages' folders: for their licences
 */
export async function copyNative(root, target, folder) {
  const native = `@yuuang/ffi-rs-${TARGETS[target]}`;
  const from = {
    'ffi-rs': join(root, 'node_modules/ffi-rs'),
    [native]: await fetchPackage(root, native),
  };
  for (const [name, source] of Object.entries(from)) {
    const to = join(folder, 'node_modules', name);
    await mkdir(to, { recursive: true });
    for (const file of await readdir(source)) {
      if (/^(package\.json|index\.js|.*\.node)$/.test(file)) {
        await cp(join(source, file), join(to, file));
      }
    }
  }
  return Object.values(from);
}

/** The unpacked package `name` in the version and with the hash that package-lock.json pins. */
async function fetchPackage(root, name) {
  const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8'));
  const { version, integrity } = lock.packages[`node_modules/${name}`];
  const folder = await prepared(name.replace('/', '-'), [version, integrity], async to => {
    await npm(['pack', `${name}@${version}`, '--pack-destination', to], to);
    const [file] = await readdir(to);
    const hash = createHash('sha512').update(await readFile(join(to, file)));
    if (`sha512-${hash.digest('base64')}` !== integrity) {
      throw new Error(`${name}@${version} is not what package-lock.json says it is.`);
    }
    await must(['tar', '-xzf', join(to, file), '-C', to, '--no-same-owner']);
  });
  return join(folder, 'package');
}

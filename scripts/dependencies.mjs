// Installs this repository's npm dependencies when they are missing or not those of package-lock.json.
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { npm } from './npm.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * Packages whose install script must run, by name; every other script stays off (npm 10 runs them all unless told not to).
 * esbuild's only checks the binary that its optional dependency brings.
 */
const REBUILD = ['esbuild'];

/** @returns {Promise<boolean>} whether anything had to be installed */
export async function ensureDependencies() {
  const stamp = join(ROOT, 'node_modules/.probescope-lock');
  const lock = await readFile(join(ROOT, 'package-lock.json'));
  const wanted = createHash('sha256').update(lock).digest('hex');
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === wanted) {
    return false;
  }
  console.error('Installing npm dependencies…');
  await npm(['ci', '--ignore-scripts'], ROOT);
  await npm(['rebuild', ...REBUILD], ROOT);
  await writeFile(stamp, wanted);
  return true;
}

// Makes one VSIX a platform: out/probescope-<target>-<version>.vsix, holding only what runs.
// node scripts/package.mjs [target…]
import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { copyNative, ownTarget, TARGETS } from './nativePackage.mjs';
import { must } from './run.mjs';
import { thirdPartyNotices } from './thirdPartyNotices.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Files of the repository that are shipped as they are; .vscodeignore then drops what does not run. */
const SHIPPED = [
  '.vscodeignore',
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'l10n',
  'media',
  'package.nls.json',
];

/** Fields of package.json that only a developer needs. */
const DEVELOPMENT = [
  'private',
  'os',
  'scripts',
  'dependencies',
  'devDependencies',
  'allowScripts',
  'prettier',
];

/**
 * The VSIX of this machine's platform, packaged anew: what the suites test.
 * @returns {Promise<string>} the file
 */
export async function packageHere() {
  const files = await packageAll([ownTarget()]);
  return files.join();
}

/**
 * @param {readonly string[]} targets
 * @returns {Promise<string[]>} the VSIX files
 */
export async function packageAll(targets) {
  // Loaded late: it needs the dependencies that scripts/dependencies.mjs installs.
  const { build } = await import('../esbuild.mjs');
  const manifest = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  await mkdir(join(ROOT, 'out'), { recursive: true });
  const work = await mkdtemp(join(ROOT, 'out/package-'));
  try {
    const bundle = join(work, 'bundle');
    const inputs = await build({ outdir: bundle, production: true });
    const files = [];
    for (const target of targets) {
      files.push(await packageOne(target, manifest, join(work, target), bundle, inputs));
    }
    return files;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function packageOne(target, manifest, stage, bundle, inputs) {
  await fillStage(stage, manifest);
  await cp(bundle, join(stage, 'dist'), { recursive: true });
  const native = await copyNative(ROOT, target, join(stage, 'dist'));
  const notices = await thirdPartyNotices(ROOT, inputs, native);
  await writeFile(join(stage, 'ThirdPartyNotices.txt'), notices);
  const name = `probescope-${target}-${manifest.version}.vsix`;
  const vsce = [process.execPath, join(ROOT, 'node_modules/@vscode/vsce/vsce'), 'package'];
  const made = join(stage, '..', name);
  const options = ['--no-dependencies', '--target', target, '--out', made];
  const output = await must([...vsce, ...options], { cwd: stage });
  if (/\bwarning\b/i.test(output)) {
    throw new Error(`vsce warns of ${name}:\n${output}`);
  }
  const file = join(ROOT, 'out', name);
  await rename(made, file);
  return file;
}

async function fillStage(stage, manifest) {
  await mkdir(stage, { recursive: true });
  for (const name of SHIPPED.filter(each => existsSync(join(ROOT, each)))) {
    await cp(join(ROOT, name), join(stage, name), { recursive: true });
  }
  const kept = Object.entries(manifest).filter(([name]) => !DEVELOPMENT.includes(name));
  await writeFile(join(stage, 'package.json'), JSON.stringify(Object.fromEntries(kept), null, 2));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { ensureDependencies } = await import('./dependencies.mjs');
  await ensureDependencies();
  const targets = process.argv.slice(2);
  for (const file of await packageAll(targets.length > 0 ? targets : Object.keys(TARGETS))) {
    console.log(file);
  }
}

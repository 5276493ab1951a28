// The licences of everything that is bundled or shipped, in one text.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What the native module was linked with says nothing of itself in its package. */
const NATIVE = new URL('nativeNotices.txt', import.meta.url);

/**
 * @param {string} root the repository
 * @param {readonly string[]} inputs the files that esbuild bundled, relative to the root
 * @param {readonly string[]} shipped folders of packages that are shipped as they are
 */
export async function thirdPartyNotices(root, inputs, shipped) {
  const bundled = inputs.flatMap(file => {
    const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file);
    return match ? [join(root, match[1])] : [];
  });
  const entries = await Promise.all([...new Set([...bundled, ...shipped])].map(entry));
  const head =
    'Probescope contains the following software of others, each under its own licence.\n';
  const sorted = entries.sort((a, b) => a.name.localeCompare(b.name));
  const native = await readFile(NATIVE, 'utf8');
  return [head, ...sorted.map(each => each.text), native].join(`\n${'-'.repeat(80)}\n\n`);
}

async function entry(folder) {
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const title = `${manifest.name} ${manifest.version} (${manifest.license})`;
  const files = (await readdir(folder)).filter(name => /^(licen[cs]e|copying|notice)/i.test(name));
  const texts = await Promise.all(files.map(file => readFile(join(folder, file), 'utf8')));
  const text = texts.length > 0 ? texts.join('\n') : await withoutFile(manifest, title);
  return { name: manifest.name, text: `${title}\n\n${text.trim()}\n` };
}

/** A package may leave its licence file to its parent package; the licence's name and source must be there. */
async function withoutFile(manifest, title) {
  if (!manifest.license) {
    throw new Error(`${title} says nothing about its licence: it cannot be shipped.`);
  }
  const { repository } = manifest;
  const source = repository?.url ?? repository ?? `https://www.npmjs.com/package/${manifest.name}`;
  return `Licensed under ${manifest.license}. Source: ${source}`;
}

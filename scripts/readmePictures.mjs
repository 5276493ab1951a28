// node scripts/readmePictures.mjs: takes the pictures of README.md anew from those that `npm test -- ui` last made.
import { cp, mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { KIT_VERSIONS } from './kits.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Screenshots of the UI suite, by their names in the README. */
const PICTURES = { firstPath: 'firstPath', probesView: 'probesView', liveEvents: 'live events' };
/** In bytes: the README is read over slow lines too. */
const LARGEST = 150_000;

const to = join(ROOT, 'media/readme');
await mkdir(to, { recursive: true });
for (const [name, screenshot] of Object.entries(PICTURES)) {
  const made = join(ROOT, 'out/screenshots', KIT_VERSIONS[0] ?? '', `${screenshot}.png`);
  const { size } = await stat(made);
  if (size > LARGEST) {
    throw new Error(`${made} is too large for the README: ${size} bytes`);
  }
  await cp(made, join(to, `${name}.png`));
}

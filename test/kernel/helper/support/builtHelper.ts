import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));

/** The helper as one file, as it is shipped, in a folder of its own. */
export async function builtHelper(): Promise<string> {
  const outfile = join(await mkdtemp(join(tmpdir(), 'probescope-helper-')), 'helper.js');
  await build({
    entryPoints: [join(ROOT, 'src/helper/helper.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    minify: true,
    logLevel: 'warning',
  });
  return outfile;
}

/** Removes what {@link builtHelper} made. */
export function removeHelper(file: string): Promise<void> {
  return rm(dirname(file), { recursive: true, force: true });
}

import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

async function bundle(minify: boolean) {
  const result = await build({
    entryPoints: ['src/helper/helper.ts'],
    absWorkingDir: ROOT,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    minify,
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  return {
    bytes: result.outputFiles[0]!.contents.length,
    inputs: Object.keys(result.metafile.inputs),
    builtIns: Object.values(result.metafile.outputs).flatMap(({ imports }) =>
      imports.map(({ path }) => path.replace(/^node:/, '')),
    ),
  };
}

describe('the bundled helper', () => {
  it('stays small, as all of it runs as root', async () => {
    const { bytes } = await bundle(true);
    expect(bytes).toBeLessThan(160 * 1024);
    expect((await bundle(false)).bytes).toBeLessThan(330 * 1024);
  });

  it('runs no program, loads no code and opens no connection but a socket', async () => {
    const { builtIns } = await bundle(true);
    expect([...new Set(builtIns)].sort()).toEqual([
      'crypto',
      'fs',
      'fs/promises',
      'net',
      'os',
      'path',
      'stream',
      'timers/promises',
      'util',
    ]);
  });

  it('is made of our protocol, our tracefs and one library', async () => {
    const { inputs } = await bundle(true);
    const folders = new Set(inputs.map(input => /^(?:src|node_modules)\/[^/]+/.exec(input)?.[0]));
    expect([...folders].sort()).toEqual([
      'node_modules/valibot',
      'src/helper',
      'src/protocol',
      'src/tracefs',
    ]);
  });
});

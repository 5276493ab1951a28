import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProbeDefinition } from '../../src/tracefs';
import { mustCommand } from '../rigs/command';

/** A program that calls one function at a rate, and a probe on that. */
export interface HotProgram {
  readonly path: string;
  readonly offset: bigint;
  readonly device: bigint;
  readonly inode: bigint;
  /** Without a group. */
  readonly definition: ProbeDefinition;
}

/** Compiles it into a folder. */
export async function hotProgram(folder: string): Promise<HotProgram> {
  const path = join(folder, 'hot');
  // Relative to the repository, where `npm run` starts programs.
  await mustCommand(['gcc', '-O2', '-fcf-protection=none', '-o', path, 'test/fixtures/hot/hot.c']);
  const [address = '0'] = (await mustCommand(['nm', path]))
    .split('\n')
    .filter(line => line.endsWith(' T hot'))
    .map(line => line.split(' ')[0] ?? '0');
  // The text of such a program is mapped as it lies in the file.
  const offset = BigInt(`0x${address}`);
  const { dev: device, ino: inode } = await stat(path, { bigint: true });
  return {
    ...{ path, offset, device, inode },
    definition: {
      kind: 'uprobe',
      target: { path, offset },
      args: [
        { name: 'n', fetch: '%di', type: 's64' },
        { name: 'who', fetch: '$comm', type: 'string' },
      ],
    },
  };
}

import { stat } from 'node:fs/promises';
import { toHex64 } from '../../protocol/scalars';
import type { HelperRequests } from '../session/helperAccess';
import { readCounts } from '../session/hitCounts';
import { leafProgram, type LeafProgram } from './leafProgram';
import { RunnableFile } from './runnableFile';

/**
 * What a probe on a nop of five bytes does to a function that keeps data below its stack pointer.
 * `unknown`: it could not be tried, or the probe did not fire, which proves nothing.
 */
export type Nop5Verdict = 'harmless' | 'corrupts' | 'unknown';

/**
 * Tries it on the running kernel, with a program of our own: from Linux 6.18 on the kernel replaces
 * such a nop by a call after its first hit (commit ba2bfc97b462, arch/x86/kernel/uprobes.c), and its
 * version does not tell whether that was mended. The probe is in a group of its own and is removed
 * again, and so is the program.
 * @param places folders in which a file of the user's may be run, the first that works
 */
export async function nop5Trial(
  helper: HelperRequests,
  places: readonly string[],
): Promise<Nop5Verdict> {
  const program = leafProgram();
  const file = await RunnableFile.write(program.file, places);
  try {
    return file ? await tryOn(helper, file, program) : 'unknown';
  } finally {
    await file?.remove();
  }
}

async function tryOn(
  helper: HelperRequests,
  file: RunnableFile,
  { nopOffset, calls }: LeafProgram,
): Promise<Nop5Verdict> {
  const { dev, ino } = await stat(file.path, { bigint: true });
  const { results } = await helper.request('create', {
    probes: [
      {
        kind: 'uprobe',
        label: 'nop5_trial',
        args: [],
        enable: true,
        file: { path: file.path, device: toHex64(dev), inode: toHex64(ino) },
        offset: toHex64(BigInt(nopOffset)),
      },
    ],
  });
  const [made] = results;
  if (!made?.ok) {
    return 'unknown';
  }
  const { handle } = made.probe;
  try {
    const status = await file.run();
    const counts = await readCounts(helper);
    const hits = counts.find(count => count.handle === handle)?.hits;
    return judged(status, typeof hits === 'bigint' ? hits : 0n, calls);
  } finally {
    await helper.request('remove', { handles: [handle] });
  }
}

/**
 * @param status the program's; nothing where it did not end by itself
 * @param calls how often the nop is run where no harm is done
 */
export function judged(status: number | undefined, hits: bigint, calls: number): Nop5Verdict {
  if (status === 1 && hits > 0n) {
    return 'corrupts';
  }
  return status === 0 && hits >= BigInt(calls) ? 'harmless' : 'unknown';
}

import type { ElfBytes } from '../elfBytes';
import type { CodeExtent } from './codeExtent';

/** Bytes between two extents that are read rather than skipped: a call costs more than a page. */
const GAP = 4096n;
const MAX_READ = 1 << 20;

/** Reads many places of a file with few reads; one result for each extent, in order. Throws ElfError. */
export async function readExtents(
  file: Pick<ElfBytes, 'read'>,
  extents: readonly CodeExtent[],
): Promise<Buffer[]> {
  const order = [...extents.keys()].sort((a, b) => compare(extents[a], extents[b]));
  const runs: { start: bigint; end: bigint; members: number[] }[] = [];
  for (const member of order) {
    const extent = extents[member];
    if (!extent) {
      continue;
    }
    const end = extent.start + BigInt(extent.length);
    const run = runs.at(-1);
    if (run && extent.start <= run.end + GAP && end - run.start <= MAX_READ) {
      run.members.push(member);
      run.end = end > run.end ? end : run.end;
    } else {
      runs.push({ start: extent.start, end, members: [member] });
    }
  }
  const results: Buffer[] = [];
  await Promise.all(
    runs.map(async ({ start, end, members }) => {
      const bytes = await file.read(start, end - start, MAX_READ, 'code');
      for (const member of members) {
        const extent = extents[member];
        if (extent) {
          const from = Number(extent.start - start);
          results[member] = bytes.subarray(from, from + extent.length);
        }
      }
    }),
  );
  return results;
}

function compare(a: CodeExtent | undefined, b: CodeExtent | undefined): number {
  return a && b && a.start !== b.start ? (a.start < b.start ? -1 : 1) : 0;
}

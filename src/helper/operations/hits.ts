import { page } from '../../protocol/batches';
import type { HitCount, Probe } from '../../protocol/probes';
import { toHex64 } from '../../protocol/scalars';
import type { ProfileEntry } from '../../tracefs';
import type { OwnedProbe } from '../ownedProbe';
import type { Operation } from './operation';

/** Hits since each probe was made. */
export const hits: Operation<'hits'> = async (state, { from = 0 }) => {
  const rows = byEvent(await (await state.tracefs()).profile());
  const { items, ...rest } = page(
    state.probes.all.map(probe => countOf(probe, rows)),
    from,
  );
  return { counts: items, ...rest };
};

/** Where a probe's hits are; tracepoints are not counted by the kernel. */
const SOURCE: Readonly<Record<Probe['kind'], ProfileEntry['source'] | undefined>> = {
  uprobe: 'uprobe',
  uretprobe: 'uprobe',
  kprobe: 'kprobe',
  kretprobe: 'kprobe',
  tracepoint: undefined,
};

type Rows = ReadonlyMap<string, readonly ProfileEntry[]>;

function byEvent(profile: readonly ProfileEntry[]): Rows {
  const rows = new Map<string, ProfileEntry[]>();
  for (const entry of profile) {
    const key = `${entry.source}/${entry.event}`;
    const same = rows.get(key) ?? [];
    same.push(entry);
    rows.set(key, same);
  }
  return rows;
}

/** A profile names no groups: with two rows of one name neither is known to be ours, so the count is unknown. */
function countOf(probe: OwnedProbe, rows: Rows): HitCount {
  const found = rows.get(`${SOURCE[probe.kind] ?? ''}/${probe.event}`) ?? [];
  const only = found.length === 1 ? found[0] : undefined;
  const misses = probe.kind === 'kretprobe' ? { misses: hex(only?.misses) } : {};
  return { handle: probe.handle, hits: hex(only?.hits), ...misses };
}

function hex(value: bigint | undefined): string | null {
  return value === undefined ? null : toHex64(value);
}

import type { HitCount, Probe } from '../protocol/probes';
import { toHex64 } from '../protocol/scalars';
import { type ProfileEntry, type Tracefs, Turns } from '../tracefs';
import { locationCount, type OwnedProbe } from './ownedProbe';

/** How often the profiles are read for a full answer. */
const READS = 3;
/** What reading the count of a tracepoint takes, in rows of a profile. */
const ROWS_OF_A_FILE = 40;

/** What the kernel's profiles say of probes. */
export class HitRows {
  private readonly rows = {
    uprobe: new Map<string, ProfileEntry[]>(),
    kprobe: new Map<string, ProfileEntry[]>(),
  };

  /**
   * The profiles of now. The kernel hands them out a page at a time, by position
   * (`dyn_event_seq_start`): when somebody removes an event in between, rows are left out or come
   * twice. So they are read again where a probe has not as many as it has places.
   */
  static async read(tracefs: Tracefs, probes: readonly OwnedProbe[]): Promise<HitRows> {
    let rows = await HitRows.readOnce(tracefs, probes);
    for (let read = 1; read < READS && !probes.every(probe => rows.has(probe)); read++) {
      rows = await HitRows.readOnce(tracefs, probes);
    }
    return rows;
  }

  /** Only what these probes need is read, and once: one may be missing for a moment. */
  static async readOnce(tracefs: Tracefs, probes: readonly OwnedProbe[]): Promise<HitRows> {
    const hasRows = probes.some(({ kind }) => SOURCE[kind] !== undefined);
    // Whoever asks for no probe learns whether counts can be read.
    const profile = hasRows || probes.length === 0 ? await tracefs.profile() : [];
    const tracepoints = probes.filter(({ tracepointHits }) => tracepointHits !== undefined);
    const totals = new Map<number, bigint | null>();
    const turns = new Turns();
    for (const { handle, tracepointHits } of tracepoints) {
      totals.set(handle, tracepointHits?.total ?? null);
      await turns.pause();
    }
    return new HitRows(profile, totals);
  }

  /** How much was read to know them, in rows of a profile. */
  readonly size: number;

  private constructor(
    profile: readonly ProfileEntry[],
    private readonly tracepoints: ReadonlyMap<number, bigint | null>,
  ) {
    this.size = profile.length + tracepoints.size * ROWS_OF_A_FILE;
    for (const entry of profile) {
      const rows = this.rows[entry.source];
      const same = rows.get(entry.event);
      if (same) {
        same.push(entry);
      } else {
        rows.set(entry.event, [entry]);
      }
    }
  }

  /** The counts of a probe's places together. */
  total(probe: OwnedProbe): Omit<HitCount, 'handle'> {
    const counted = this.tracepoints.get(probe.handle) ?? null;
    return counted === null ? counts(probe, this.of(probe)) : { hits: toHex64(counted) };
  }

  /** The hits of {@link total}; `null` is "unknown". */
  hits(probe: OwnedProbe): bigint | null {
    return this.tracepoints.get(probe.handle) ?? sum(this.of(probe)?.map(({ hits }) => hits));
  }

  /** The counts of each of its places, in order. */
  each(probe: OwnedProbe): Omit<HitCount, 'handle'>[] {
    const rows = this.of(probe);
    return Array.from({ length: locationCount(probe) }, (_, index) =>
      counts(probe, rows?.slice(index, index + 1)),
    );
  }

  private has(probe: OwnedProbe): boolean {
    return SOURCE[probe.kind] === undefined || this.of(probe) !== undefined;
  }

  /**
   * A profile names no groups and has a row for each place, in the order in which they were made
   * (`dyn_event_list`). With another number of rows not all are known to be ours.
   */
  private of(probe: OwnedProbe): readonly ProfileEntry[] | undefined {
    const source = SOURCE[probe.kind];
    const found = source && this.rows[source].get(probe.event);
    return found?.length === locationCount(probe) ? found : undefined;
  }
}

/** Where a probe's hits are; tracepoints have no row. */
const SOURCE: Readonly<Record<Probe['kind'], ProfileEntry['source'] | undefined>> = {
  uprobe: 'uprobe',
  uretprobe: 'uprobe',
  kprobe: 'kprobe',
  kretprobe: 'kprobe',
  tracepoint: undefined,
};

function counts(
  probe: OwnedProbe,
  rows: readonly ProfileEntry[] | undefined,
): Omit<HitCount, 'handle'> {
  const misses = sum(rows?.map(row => row.misses));
  return {
    hits: hex(sum(rows?.map(row => row.hits))),
    ...(probe.kind === 'kretprobe' ? { misses: hex(misses) } : {}),
  };
}

/** `null` is "unknown". */
function sum(values: readonly (bigint | undefined)[] | undefined): bigint | null {
  return values?.reduce<bigint>((total, value) => total + (value ?? 0n), 0n) ?? null;
}

function hex(value: bigint | null): string | null {
  return value === null ? null : toHex64(value);
}

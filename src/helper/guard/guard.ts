import type { Limits, Stopped } from '../../protocol/limits';
import type { Log } from '../log';
import type { OwnedProbe } from '../ownedProbe';
import { lookDelay } from './lookPace';
import { ProbeWatch, type Verdict } from './probeWatch';

/** Longest wait of one timer, in ms: Node's end at 2^31. */
const LONGEST_MS = 3600_000;
/** After a look that failed, or a probe that could not be disarmed, in ms. */
const AGAIN_MS = 1000;

/** What the guard does in the kernel. */
export interface GuardHands {
  /** Hits of each, by handle; `null` where the kernel's profile cannot tell. */
  counts(probes: readonly OwnedProbe[]): Promise<Counts>;
  /** False where a request has removed it meanwhile: nobody knows it any more. */
  disarm(probe: OwnedProbe): Promise<boolean>;
}

interface Counts {
  readonly hits: ReadonlyMap<number, bigint | null>;
  /** How many rows the profiles have. */
  readonly rows: number;
}

interface Entry {
  readonly probe: OwnedProbe;
  readonly watch: ProbeWatch;
}

/**
 * Disarms probes at the end of their time, of their hits or of their budget, whatever the extension does
 * meanwhile. It runs beside the requests, as a long one must not keep a probe armed: each write to the
 * kernel waits only for the one before it (`SerialQueue` of `Tracefs`).
 */
export class Guard {
  private readonly entries = new Map<number, Entry>();
  private timer: NodeJS.Timeout | undefined;
  private isLooking = false;
  private isOver = false;
  /** Rows of the profiles at the last look. */
  private rows = 0;
  /** When the last look began, in ms. */
  private lookedAt = -Infinity;

  private hands: GuardHands | undefined;
  private onStopped: ((stopped: Stopped) => void) | undefined;

  constructor(private readonly log: Log) {}

  /** @param onStopped is told of each probe that was disarmed */
  begin(hands: GuardHands, onStopped: (stopped: Stopped) => void): void {
    this.hands = hands;
    this.onStopped = onStopped;
  }

  /** A probe is armed from now on. */
  armed(probe: OwnedProbe): void {
    const { limits, handle } = probe;
    if (limits !== undefined) {
      this.entries.set(handle, { probe, watch: new ProbeWatch(limits, performance.now()) });
      // Its first count is what its rate is measured from. Each of many that are armed in a row does not get a look of its own.
      this.schedule(this.lookedAt + lookDelay(this.rows) / 2 - performance.now());
    }
  }

  /** It is not, or is no more. */
  disarmed(probe: OwnedProbe): void {
    this.entries.delete(probe.handle);
  }

  /** Adds to what is left of an armed probe's time. */
  extend(probe: OwnedProbe, seconds: number): void {
    this.entries.get(probe.handle)?.watch.extend(seconds);
    this.schedule();
  }

  /** Other limits for a probe, armed or not; with `again`, `maxHits` counts from now on. */
  limit(probe: OwnedProbe, limits: Limits, again: boolean): void {
    probe.limits = limits;
    const entry = this.entries.get(probe.handle);
    entry?.watch.limit(limits, again);
    if (entry === undefined && probe.enabled) {
      this.armed(probe);
    }
    this.schedule(0);
  }

  /** The end of the connection: nothing is disarmed from now on. */
  close(): void {
    this.isOver = true;
    clearTimeout(this.timer);
  }

  private schedule(delay = this.delay()): void {
    clearTimeout(this.timer);
    if (!this.isLooking && !this.isOver && this.entries.size > 0) {
      this.timer = setTimeout(() => void this.look(), Math.min(LONGEST_MS, Math.max(0, delay)));
    }
  }

  private delay(): number {
    const watches = [...this.entries.values()].map(({ watch }) => watch);
    const end = watches.reduce((first, { expiresAt }) => Math.min(first, expiresAt), Infinity);
    const look = watches.some(({ isCounted }) => isCounted) ? lookDelay(this.rows) : Infinity;
    return Math.min(look, end - performance.now());
  }

  private async look(): Promise<void> {
    this.isLooking = true;
    this.lookedAt = performance.now();
    let failed = false;
    try {
      failed = await this.disarmAll(await this.verdicts());
    } catch (error) {
      this.tell('looking at counts', error);
      failed = true;
    }
    this.isLooking = false;
    this.schedule(failed ? AGAIN_MS : undefined);
  }

  /** What is over, the most expensive first. */
  private async verdicts(): Promise<[Entry, Verdict][]> {
    const entries = [...this.entries.values()];
    const counted = entries.filter(({ watch }) => watch.isCounted).map(({ probe }) => probe);
    const counts = counted.length === 0 ? undefined : await this.hands?.counts(counted);
    const now = performance.now();
    this.rows = counts?.rows ?? 0;
    const found = entries.flatMap((entry): [Entry, Verdict][] => {
      const { probe, watch } = entry;
      // One over its budget that is just at its end is of more interest for the former.
      const verdict =
        (counts?.hits.has(probe.handle) &&
          watch.count(counts.hits.get(probe.handle) ?? null, now)) ||
        (now >= watch.expiresAt ? ({ reason: 'expired' } as const) : undefined);
      return verdict ? [[entry, verdict]] : [];
    });
    return found.sort(([, a], [, b]) => (b.hitsPerSecond ?? 0) - (a.hitsPerSecond ?? 0));
  }

  /** Whether one of them could not be disarmed. */
  private async disarmAll(verdicts: readonly [Entry, Verdict][]): Promise<boolean> {
    let failed = false;
    for (const [{ probe, watch }, verdict] of verdicts) {
      // A request may have disarmed it, armed it anew or given it more time.
      const isSame = this.entries.get(probe.handle)?.watch === watch && !this.isOver;
      const isOver = verdict.reason !== 'expired' || performance.now() >= watch.expiresAt;
      if (isSame && isOver) {
        try {
          const isThere = await this.hands?.disarm(probe);
          this.disarmed(probe);
          if (isThere) {
            this.onStopped?.({ handle: probe.handle, ...verdict });
          }
        } catch (error) {
          this.tell(`disarming ${probe.system}/${probe.event}`, error);
          failed = true;
        }
      }
    }
    return failed;
  }

  private tell(doing: string, error: unknown): void {
    this.log.warn(`${doing}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

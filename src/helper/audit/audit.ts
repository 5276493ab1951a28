import { MAX_PROBES } from '../../protocol/probes';
import type { OwnedProbe } from '../ownedProbe';
import { RateLimit } from '../rateLimit';
import { Refusal } from '../refusal';
import { auditLine, type AuditFacts } from './auditLine';
import { Extensions } from './extensions';
import type { Journal } from './journal';

/** Probes a second that may be made after as many as there may be: what is made and removed is told one by one. */
const MADE_A_SECOND = 20;

/** Leaves a trace of what was done as root for a user, where administrators look: `journalctl -t probescope`. */
export class Audit {
  private readonly extensions: Extensions;
  private readonly room: RateLimit;

  /** @param clock monotonic, in ms: of the limits */
  constructor(
    private readonly uid: number,
    private readonly journal: Pick<Journal, 'write' | 'close' | 'trouble'>,
    private readonly now: () => Date = () => new Date(),
    clock?: () => number,
  ) {
    this.room = new RateLimit(MADE_A_SECOND, clock, MAX_PROBES);
    this.extensions = new Extensions(({ count, seconds }, probes) => {
      this.write(`and ${count} more extensions`, { probes, seconds });
    }, clock);
  }

  /**
   * To be asked before each probe is made: its line cannot be left out, so the log is kept from being flooded here.
   * Throws {@link Refusal} `limit`.
   */
  checkRoom(): void {
    if (!this.room.take()) {
      throw new Refusal(
        'limit',
        `More than ${MADE_A_SECOND} probes a second were made for long, and each is a line of the audit: wait a little.`,
      );
    }
  }

  made(probe: OwnedProbe): void {
    const { ttlSeconds } = probe.limits ?? {};
    this.tell('probe made', probe, {
      line: probe.canonical,
      file: probe.file?.path,
      'build-id': probe.buildId,
      until: ttlSeconds === undefined ? 'removed' : this.end(ttlSeconds),
    });
  }

  /** Armed by a request of its own, with which its time begins anew; of no interest where it has none. */
  armed(probe: OwnedProbe): void {
    const { ttlSeconds } = probe.limits ?? {};
    if (ttlSeconds !== undefined && this.extensions.take(probe.handle, ttlSeconds)) {
      this.tell('probe armed', probe, { until: this.end(ttlSeconds) });
    }
  }

  /** @param seconds that were added to what is left of its time */
  extended(probe: OwnedProbe, seconds: number): void {
    if (this.extensions.take(probe.handle, seconds)) {
      this.tell('probe extended', probe, { seconds });
    }
  }

  removed(probe: OwnedProbe): void {
    const untold = this.extensions.of(probe.handle);
    this.tell('probe removed', probe, {
      'more-extensions': untold?.count,
      seconds: untold?.seconds,
    });
  }

  /** @param owner the name of the dead helper whose probes were removed */
  swept(owner: string): void {
    this.write('left-overs removed', { owner });
  }

  /** Why lines are not written, or were not, in one sentence; undefined where all is well. */
  trouble(): Promise<string | undefined> {
    return this.journal.trouble();
  }

  /** Settles when all is written. */
  close(): Promise<void> {
    this.extensions.flush();
    return this.journal.close();
  }

  private end(seconds: number): string {
    return new Date(this.now().getTime() + seconds * 1000).toISOString();
  }

  private tell(action: string, probe: OwnedProbe, facts: AuditFacts): void {
    const { kind, system, event } = probe;
    this.write(action, { kind, event: `${system}/${event}`, ...facts });
  }

  private write(action: string, facts: AuditFacts): void {
    this.journal.write(auditLine(action, { uid: this.uid, ...facts }));
  }
}

import type { OwnedProbe } from '../ownedProbe';
import { auditLine } from './auditLine';
import type { Journal } from './journal';

/** Leaves a trace of what was done as root for a user, where administrators look: `journalctl -t probescope`. */
export class Audit {
  constructor(
    private readonly uid: number,
    private readonly journal: Pick<Journal, 'write' | 'close'>,
    private readonly now: () => Date = () => new Date(),
  ) {}

  made(probe: OwnedProbe): void {
    const { ttlSeconds } = probe.limits ?? {};
    const until =
      ttlSeconds === undefined ? undefined : new Date(this.now().getTime() + ttlSeconds * 1000);
    this.tell('probe made', probe, {
      line: probe.canonical,
      file: probe.file?.path,
      'build-id': probe.buildId,
      until: until?.toISOString() ?? 'removed',
    });
  }

  /** @param seconds that were added to what is left of its time */
  extended(probe: OwnedProbe, seconds: number): void {
    this.tell('probe extended', probe, { seconds: `${seconds}` });
  }

  removed(probe: OwnedProbe): void {
    this.tell('probe removed', probe, {});
  }

  /** @param owner the name of the dead helper whose probes were removed */
  swept(owner: string): void {
    this.journal.write(auditLine('left-overs removed', { uid: this.uid, owner }));
  }

  /** Settles when all is written. */
  close(): Promise<void> {
    return this.journal.close();
  }

  private tell(action: string, probe: OwnedProbe, facts: Record<string, string | undefined>): void {
    const { kind, system, event } = probe;
    const line = { uid: this.uid, kind, event: `${system}/${event}`, ...facts };
    this.journal.write(auditLine(action, line));
  }
}

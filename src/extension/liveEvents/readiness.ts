import type { CaptureReadiness } from '../../protocol/eventsView';
import type { ProbeStore } from '../session/probeStore';
import { Signal } from '../session/signal';

/** Whether this window has anything to capture, which its probes and its helper tell. */
export class Readiness {
  private readonly changed = new Signal<CaptureReadiness>();
  readonly onDidChange = this.changed.event;
  private current: CaptureReadiness;

  constructor(
    private readonly session: {
      readonly running: unknown;
      onDidChangeState(look: () => void): unknown;
    },
    private readonly probes: Pick<ProbeStore, 'probes' | 'onDidChange'>,
  ) {
    this.current = this.look();
    const look = (): void => this.update();
    session.onDidChangeState(look);
    probes.onDidChange(look);
  }

  get now(): CaptureReadiness {
    return this.current;
  }

  /** Probes change with each count; this does seldom. */
  private update(): void {
    const now = this.look();
    if (now !== this.current) {
      this.current = now;
      this.changed.fire(now);
    }
  }

  private look(): CaptureReadiness {
    const { probes } = this.probes;
    if (probes.length === 0) {
      return 'noProbe';
    }
    return this.session.running && probes.some(({ state }) => state !== 'lost') ? 'ready' : 'lost';
  }
}

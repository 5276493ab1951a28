import type { RunningHelper } from '../session/helperSession';
import { requestLabel, type AttachRequest } from '../session/attachRequest';
import type { CaptureHub, CaptureShare } from '../session/captureHub';
import type { OwnedProbe } from '../session/ownedProbe';
import type { ProbeStore } from '../session/probeStore';
import { Signal } from '../session/signal';
import { SerialQueue } from '../../tracefs';
import type { EventClient } from '../../workers/eventClient';
import { isReturn, returnOf } from './callEnds';

/** Events that are kept; the oldest go first. */
const CAPACITY = 10_000_000;

export type LiveState = 'off' | 'starting' | 'on';

/** The events of this window's probes, from the helper to the event worker. */
export class LiveEvents {
  private readonly changed = new Signal<undefined>();
  readonly onDidChange = this.changed.event;
  /** What people call the probe of each schema. */
  readonly labels: string[] = [];
  /** Schemas of which it is known what a call took. */
  readonly paired = new Set<number>();
  private current: LiveState = 'off';
  private share: CaptureShare | undefined;
  private readonly schemaOf = new Map<number, number>();
  private readonly tasks = new SerialQueue();

  constructor(
    private readonly hub: CaptureHub,
    readonly worker: Pick<EventClient, 'request' | 'takePages'>,
    private readonly probes: ProbeStore,
    private readonly running: () => RunningHelper | undefined,
    private readonly onError: (error: unknown) => void,
  ) {
    probes.onDidChange(({ added, removed, updated }) => {
      removed.forEach(({ probe }) => void this.run(() => this.forget(probe.eventId)));
      // A probe that is made again is another event.
      const fresh = [...added, ...updated].filter(probe => this.isNew(probe));
      if (this.share && fresh.length > 0) {
        void this.run(() => this.learn(fresh));
      }
    });
  }

  get state(): LiveState {
    return this.current;
  }

  /** Begins with an empty store; does nothing while it runs or where there is no helper. */
  start(): Promise<void> {
    return this.run(async () => {
      const helper = this.running();
      if (this.share || !helper) {
        return;
      }
      this.enter('starting');
      try {
        const { worker } = this;
        this.share = await this.hub.join(helper.client, frame => worker.takePages(frame));
        await this.begin(this.share, helper.via !== 'command');
        this.enter('on');
      } catch (error) {
        this.enter('off');
        throw error;
      }
    });
  }

  /** Stops; what came stays to be looked at. */
  stop(): Promise<void> {
    return this.run(async () => {
      const { share } = this;
      this.share = undefined;
      this.enter('off');
      await share?.leave();
    });
  }

  /** The helper is gone, and the capture with it. */
  lose(): void {
    this.share = undefined;
    this.enter('off');
  }

  private async begin({ facts }: CaptureShare, isLocal: boolean): Promise<void> {
    this.schemaOf.clear();
    this.labels.length = 0;
    this.paired.clear();
    await this.worker.request('begin', { facts, capacity: CAPACITY, isLocal });
    await this.learn(this.probes.probes.filter(probe => this.isNew(probe)));
  }

  /** Tells the worker how the records of probes are laid out, and which are two ends of a call. */
  private async learn(probes: readonly OwnedProbe[]): Promise<void> {
    const { share } = this;
    for (const { probe, request } of share ? probes : []) {
      const { text } = await (share as CaptureShare).helper.request('format', {
        handle: probe.handle,
      });
      const schema = await this.worker.request('format', { text });
      this.schemaOf.set(probe.eventId, schema);
      this.labels[schema] = eventLabel(request);
    }
    await this.pairUp();
    this.changed.fire(undefined);
  }

  private async forget(event: number): Promise<void> {
    if (this.schemaOf.delete(event)) {
      await this.worker.request('removeFormat', { event });
    }
  }

  private async pairUp(): Promise<void> {
    const known = this.probes.probes.filter(({ probe }) => this.schemaOf.has(probe.eventId));
    for (const entry of known) {
      const other = returnOf(entry, known);
      const ret = other && this.schemaOf.get(other.probe.eventId);
      if (ret !== undefined && !this.paired.has(ret)) {
        await this.worker.request('pair', {
          entry: this.schemaOf.get(entry.probe.eventId) ?? 0,
          ret,
        });
        this.paired.add(ret);
      }
    }
  }

  private isNew({ probe, state }: OwnedProbe): boolean {
    return state !== 'lost' && !this.schemaOf.has(probe.eventId);
  }

  private async run(task: () => Promise<void>): Promise<void> {
    try {
      await this.tasks.run(task);
    } catch (error) {
      this.onError(error);
    }
  }

  private enter(state: LiveState): void {
    this.current = state;
    this.changed.fire(undefined);
  }
}

/** `price_order`, or `price_order ↩` for its returns. */
function eventLabel(request: AttachRequest): string {
  return isReturn(request) ? `${requestLabel(request)} ↩` : requestLabel(request);
}

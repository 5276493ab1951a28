import type { RunningHelper } from '../session/helperSession';
import type { CaptureCounts } from '../../protocol/capture';
import type { PagesFrame } from '../../protocol/pages';
import { probedCodeOf } from '../callers/probedCodeOf';
import { requestLabel, type AttachRequest } from '../session/attachRequest';
import type { CaptureChoice, CaptureHub, CaptureShare } from '../session/captureHub';
import type { CaptureHelper } from '../session/sharedCapture';
import type { OwnedProbe } from '../session/ownedProbe';
import type { ProbeStore } from '../session/probeStore';
import { Signal } from '../session/signal';
import { SerialQueue } from '../../tracefs';
import type { EventClient } from '../../workers/eventClient';
import { isReturn, returnOf } from './callEnds';

/** Events that are kept where nobody says otherwise; the oldest go first. */
const CAPACITY = 10_000_000;

export type LiveState = 'off' | 'starting' | 'on';

/** An event whose records the worker can read. */
interface KnownEvent {
  /** Of its probe: the helper gives a handle once. */
  readonly handle: number;
  readonly schema: number;
}

interface CaptureBegun {
  readonly facts: CaptureShare['facts'];
  readonly isLocal: boolean;
}

interface LiveOptions {
  /** Events that are kept, asked at each beginning. */
  readonly capacity?: () => number;
  /** The kernel's descriptions of records of stacks; none where no probe has them recorded. */
  readonly stackFormats?: () => Promise<readonly string[]>;
}

/** The events of this window's probes, from the helper to the event worker. */
export class LiveEvents {
  private readonly changed = new Signal<undefined>();
  readonly onDidChange = this.changed.event;
  private readonly begun = new Signal<number>();
  /** The worker has another capture, with that number. */
  readonly onDidBegin = this.begun.event;
  private readonly noteChanged = new Signal<string>();
  /** What is to be said above the events; empty where nothing is. */
  readonly onDidChangeNote = this.noteChanged.event;
  /** What people call the probe of each schema. */
  readonly labels: string[] = [];
  /** Schemas of which it is known what a call took, with those of the entries. */
  readonly paired = new Map<number, number>();
  private current: LiveState = 'off';
  private told = '';
  private choice: CaptureChoice = {};
  private lastCounts: CaptureCounts | undefined;
  private isToBeKept = false;
  private share: CaptureShare | undefined;
  /** What the worker was told of the capture whose events it has. */
  private last: CaptureBegun | undefined;
  /** By the kernel's number of the event, which it gives to another once the event is gone. */
  private readonly known = new Map<number, KnownEvent>();
  private readonly tasks = new SerialQueue();

  constructor(
    private readonly hub: CaptureHub,
    readonly worker: Pick<EventClient, 'request' | 'takePages'>,
    private readonly probes: ProbeStore,
    private readonly running: () =>
      (Pick<RunningHelper, 'via'> & { readonly client: CaptureHelper }) | undefined,
    private readonly onError: (error: unknown) => void,
    private readonly options: LiveOptions = {},
  ) {
    probes.onDidChange(({ added, removed, updated }) => {
      removed.forEach(({ probe: { eventId, handle } }) => {
        if (this.known.get(eventId)?.handle === handle) {
          this.known.delete(eventId);
        }
      });
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

  /** What is to be said above the events: of what they are the record, or why no more come. */
  get note(): string {
    return this.told;
  }

  set note(note: string) {
    if (note !== this.told) {
      this.told = note;
      this.noteChanged.fire(note);
    }
  }

  /** Whether the capture is, or was, a flight recorder's: what it overwrote is no loss. */
  get isRecorder(): boolean {
    return this.choice.mode === 'recorder';
  }

  /** Whether what is here was hard to get, so that only the user's word begins anew. */
  get isKept(): boolean {
    return this.isToBeKept;
  }

  /** What the capture that ended had lost in all; undefined before that, and where nobody could say. */
  get finalCounts(): CaptureCounts | undefined {
    return this.lastCounts;
  }

  /** Begins with an empty store; does nothing while it runs or where there is no helper. */
  start(): Promise<void> {
    return this.run(async () => {
      await (this.share ? undefined : this.open({}));
    });
  }

  /** Begins a flight recorder, whose events come once it is frozen. Rejects with a `HelperError`. */
  record(choice: CaptureChoice): Promise<void> {
    return this.tasks.run(async () => {
      await this.leave();
      await this.open({ ...choice, mode: 'recorder' });
    });
  }

  /** Lets go of what came before it stopped; nothing begins. */
  clear(): Promise<void> {
    return this.run(async () => {
      if (!this.share && this.last) {
        this.note = '';
        this.isToBeKept = false;
        this.lastCounts = undefined;
        this.enter('starting');
        await this.beginWith(this.last, []).finally(() => this.enter('off'));
      }
    });
  }

  /** Stops; what came stays to be looked at. */
  stop(): Promise<void> {
    return this.run(() => this.leave());
  }

  /** Stops what is the record of something: nothing but the user's word begins anew. */
  async keep(): Promise<void> {
    this.isToBeKept = true;
    await this.stop();
  }

  /**
   * The helper is gone, and the capture with it; with a recorder all that it held.
   * @param note what is said where events came before, or were recorded
   */
  lose(note?: string): void {
    if (this.share && note !== undefined) {
      this.isToBeKept = !this.isRecorder;
      this.note = note;
    }
    this.share = undefined;
    this.enter('off');
  }

  private async open(choice: CaptureChoice): Promise<void> {
    const helper = this.running();
    if (!helper) {
      return;
    }
    this.choice = choice;
    this.lastCounts = undefined;
    this.isToBeKept = false;
    this.note = '';
    this.enter('starting');
    try {
      const { worker } = this;
      // Before the first event, which may have one.
      const stackFormats = (await this.options.stackFormats?.()) ?? [];
      const take = (frame: PagesFrame): void => worker.takePages(frame);
      const share = await this.hub.join(helper.client, take, choice);
      this.share = share;
      await this.begin(share, helper.via !== 'command', stackFormats);
      if (this.running()?.client === helper.client) {
        this.enter('on');
      } else {
        // It was lost before there was anything to lose.
        this.lose();
      }
    } catch (error) {
      await this.leave().catch(() => undefined);
      throw error;
    }
  }

  private async leave(): Promise<void> {
    const { share } = this;
    this.share = undefined;
    this.enter('off');
    if (share) {
      this.lastCounts = await share.leave();
      // The last pages and counts came meanwhile.
      this.changed.fire(undefined);
    }
  }

  private async begin(
    { facts }: CaptureShare,
    isLocal: boolean,
    stackFormats: readonly string[],
  ): Promise<void> {
    this.last = { facts, isLocal };
    await this.beginWith(this.last, stackFormats);
    await this.learn(this.probes.probes.filter(probe => this.isNew(probe)));
  }

  private async beginWith(
    { facts, isLocal }: CaptureBegun,
    stackFormats: readonly string[],
  ): Promise<void> {
    this.known.clear();
    this.labels.length = 0;
    this.paired.clear();
    await this.worker.request('begin', {
      ...{ facts, isLocal, capacity: this.options.capacity?.() ?? CAPACITY },
      ...(stackFormats.length > 0 && { stackFormats }),
    });
    this.begun.fire(facts.capture);
  }

  /** Tells the worker how the records of probes are laid out, and which are two ends of a call. */
  private async learn(probes: readonly OwnedProbe[]): Promise<void> {
    const { share } = this;
    for (const probe of probes) {
      if (!share || this.share !== share) {
        return;
      }
      try {
        // It may be here twice, as each of its changes until it is known calls for it.
        if (this.isNew(probe)) {
          await this.learnOne(share, probe);
        }
      } catch (error) {
        // Of the others there are events all the same; one that was removed meanwhile needs none.
        if (this.probes.get(probe.key)?.probe === probe.probe) {
          this.onError(error);
        }
      }
    }
    await this.pairUp();
    this.changed.fire(undefined);
  }

  private async learnOne({ helper }: CaptureShare, { probe, request }: OwnedProbe): Promise<void> {
    const { eventId, handle } = probe;
    const { text, since } = await helper.request('format', { handle });
    const code = probedCodeOf(request, process.arch);
    const format = { text, since, ...(code && { code }) };
    const schema = await this.worker.request('format', format);
    this.known.set(eventId, { handle, schema });
    this.labels[schema] = eventLabel(request);
  }

  private async pairUp(): Promise<void> {
    const known = this.probes.probes.filter(probe => this.schemaOf(probe) !== undefined);
    for (const entry of known) {
      const other = returnOf(entry, known);
      const ret = other && this.schemaOf(other);
      const from = this.schemaOf(entry);
      if (ret !== undefined && from !== undefined && this.paired.get(ret) !== from) {
        await this.worker.request('pair', { entry: from, ret });
        this.paired.set(ret, from);
      }
    }
  }

  private isNew(probe: OwnedProbe): boolean {
    return probe.state !== 'lost' && this.schemaOf(probe) === undefined;
  }

  private schemaOf({ probe: { eventId, handle } }: OwnedProbe): number | undefined {
    const known = this.known.get(eventId);
    return known?.handle === handle ? known.schema : undefined;
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
export function eventLabel(request: AttachRequest): string {
  return isReturn(request) ? `${requestLabel(request)} ↩` : requestLabel(request);
}

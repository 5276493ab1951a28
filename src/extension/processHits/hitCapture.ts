import type { CaptureHub, CaptureShare } from '../session/captureHub';
import type { CaptureHelper } from '../session/sharedCapture';
import { EventNumbers } from '../../events/eventNumbers';
import { parsePageLayout, ThreadHits } from '../../tracefs';

/** Counts the hits of probes by thread, from its start to its end. */
export class HitCapture {
  private constructor(
    private readonly share: CaptureShare,
    private readonly counter: ThreadHits,
    private readonly events: readonly number[],
    /** What was lost before. */
    private readonly before: HitLoss,
  ) {}

  /** Rejects with a `HelperError`, or a `RingBufferError` where this kernel's pages cannot be read. */
  static async start(
    hub: Pick<CaptureHub, 'join'>,
    helper: CaptureHelper,
    probes: readonly { readonly handle: number; readonly eventId: number }[],
  ): Promise<HitCapture> {
    const numbers = new EventNumbers();
    let format = '';
    for (const [index, { handle, eventId }] of probes.entries()) {
      const { text, since } = await helper.request('format', { handle });
      numbers.add(eventId, since, index);
      format = text;
    }
    let counter: ThreadHits | undefined;
    const share = await hub.join(helper, ({ pages, epoch, retired }) => {
      retired.forEach(number => {
        numbers.retire(number.event, number.epoch);
      });
      counter?.add(pages, numbers.tables(epoch));
    });
    try {
      const { headerPage, headerEvent, littleEndian } = share.facts;
      counter = new ThreadHits(parsePageLayout(headerPage, headerEvent, littleEndian), format);
      const events = probes.map(({ eventId }) => eventId);
      return new HitCapture(share, counter, events, await lossOf(helper));
    } catch (error) {
      await share.leave();
      throw error;
    }
  }

  /** Hits so far by thread, of all the probes together. */
  get hits(): ReadonlyMap<number, number> {
    const all = new Map<number, number>();
    for (const event of this.events) {
      for (const [tid, count] of this.counter.byEvent.get(event) ?? []) {
        all.set(tid, (all.get(tid) ?? 0) + count);
      }
    }
    return all;
  }

  /** What is in no count: overwritten, without room, taken, in pages that were given up or unreadable, or of a pause. */
  async lost(): Promise<HitLoss> {
    const { events, pages, pausedMs } = await lossOf(this.share.helper);
    return {
      events: events - this.before.events,
      pages: pages - this.before.pages + this.counter.badPages,
      pausedMs: pausedMs - this.before.pausedMs,
    };
  }

  async stop(): Promise<void> {
    await this.share.leave();
  }
}

/** What a count by thread lacks. */
export interface HitLoss {
  /** Events of all probes of the window. */
  readonly events: bigint;
  /** Pages, each of up to some hundred events. */
  readonly pages: number;
  /** For how long nothing was captured, in ms. */
  readonly pausedMs: number;
}

async function lossOf(helper: CaptureHelper): Promise<HitLoss> {
  const { cpus, pauses } = await helper.request('captureCounts', {});
  return {
    events: cpus.reduce(
      (sum, { overrun, dropped, taken = '0x0' }) =>
        sum + BigInt(overrun) + BigInt(dropped) + BigInt(taken),
      0n,
    ),
    pages: cpus.reduce((sum, cpu) => sum + cpu.discarded, 0),
    pausedMs: pauses.reduce((sum, { ms }) => sum + ms, 0),
  };
}

import type { HelperClient } from '../../protocol/client';
import type { CpuCounts } from '../../protocol/capture';
import { parsePageLayout, ThreadHits } from '../../tracefs';

/** Room for events between two looks, in KiB per CPU: a second of some 300,000 a second. */
const BUFFER_KIB = 8192;

/** What a capture asks of the helper. */
export type CaptureHelper = Pick<HelperClient, 'request' | 'onPages'>;

/** Counts the hits of probes by thread, from its start to its end. */
export class HitCapture {
  private constructor(
    private readonly helper: CaptureHelper,
    private readonly counter: ThreadHits,
    private readonly events: readonly number[],
    private readonly stopListening: () => void,
  ) {}

  /** Rejects with a `HelperError`, or a `RingBufferError` where this kernel's pages cannot be read. */
  static async start(
    helper: CaptureHelper,
    probes: readonly { readonly handle: number; readonly eventId: number }[],
  ): Promise<HitCapture> {
    const { text } = await helper.request('format', { handle: probes[0]?.handle ?? 0 });
    const early: Buffer[] = [];
    let take = (pages: Buffer): void => void early.push(Buffer.from(pages));
    const listening = helper.onPages(({ pages }) => take(pages));
    try {
      const facts = await helper.request('startCapture', { bufferKib: BUFFER_KIB });
      const layout = parsePageLayout(facts.headerPage, facts.headerEvent, facts.littleEndian);
      const counter = new ThreadHits(layout, text);
      early.forEach(pages => counter.add(pages));
      take = pages => counter.add(pages);
      const events = probes.map(({ eventId }) => eventId);
      return new HitCapture(helper, counter, events, () => listening.dispose());
    } catch (error) {
      listening.dispose();
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

  /** Hits that are in no count: overwritten, without room, or in pages that were given up or unreadable. */
  async lost(): Promise<HitLoss> {
    const { cpus } = await this.helper.request('captureCounts', {});
    return lossOf(cpus, this.counter.badPages);
  }

  async stop(): Promise<void> {
    this.stopListening();
    await this.helper.request('stopCapture', {});
  }
}

/** What a count by thread lacks. */
export interface HitLoss {
  /** Events of all probes of the window. */
  readonly events: bigint;
  /** Pages, each of up to some hundred events. */
  readonly pages: number;
}

function lossOf(cpus: readonly CpuCounts[], badPages: number): HitLoss {
  return {
    events: cpus.reduce((sum, cpu) => sum + BigInt(cpu.overrun) + BigInt(cpu.dropped), 0n),
    pages: cpus.reduce((sum, cpu) => sum + cpu.discarded, badPages),
  };
}

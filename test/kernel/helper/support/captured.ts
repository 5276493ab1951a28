import { parsePageLayout, ThreadHits } from '../../../../src/tracefs';
import type { CaptureFacts, StartCapture } from '../../../../src/protocol/capture';
import type { PagesFrame } from '../../../../src/protocol/pages';
import type { Result } from '../../../../src/protocol/requests';
import { until } from '../../../rigs/poll';
import type { RunningHelper } from './runningHelper';

/** What a helper's capture has sent, kept whole. */
export class Captured {
  private constructor(
    private readonly helper: RunningHelper,
    readonly facts: CaptureFacts,
    readonly frames: readonly PagesFrame[],
  ) {}

  static async start(
    helper: RunningHelper,
    bufferKib = 1024,
    options: Partial<StartCapture> = {},
  ): Promise<Captured> {
    const frames: PagesFrame[] = [];
    helper.client.onPages(frame => frames.push({ ...frame, pages: Buffer.from(frame.pages) }));
    const facts = await helper.client.request('startCapture', { bufferKib, ...options });
    return new Captured(helper, facts, frames);
  }

  /** Stops, and waits for every page that was read to be here or known to be given up. */
  async stop(): Promise<Result<'stopCapture'>['cpus']> {
    return (await this.end()).cpus;
  }

  /** As {@link stop}, with all that it says. */
  async end(): Promise<Result<'stopCapture'>> {
    const counts = await this.helper.client.request('stopCapture', {});
    const expected = counts.cpus.reduce((sum, { pages, discarded }) => sum + pages - discarded, 0);
    await until(`${expected} pages are here`, () => this.pages === expected);
    return counts;
  }

  /** Sub-buffers that have come. */
  get pages(): number {
    const { size } = this.layout;
    return this.frames.reduce((sum, { pages }) => sum + pages.length / size, 0);
  }

  get layout(): ReturnType<typeof parsePageLayout> {
    const { headerPage, headerEvent, littleEndian } = this.facts;
    return parsePageLayout(headerPage, headerEvent, littleEndian);
  }

  /** Hits of a probe by thread. */
  async hits(handle: number, eventId: number): Promise<Map<number, number>> {
    const { text } = await this.helper.client.request('format', { handle });
    const counter = new ThreadHits(this.layout, text);
    this.frames.forEach(({ pages }) => counter.add(pages));
    return counter.byEvent.get(eventId) ?? new Map<number, number>();
  }
}

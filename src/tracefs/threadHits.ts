import { parseFormatFields } from './formatFields';
import type { PageLayout } from './pageLayout';
import { RingBufferError } from './ringBufferError';
import { visitPage } from './ringBufferPage';

/**
 * Counts the records of ring-buffer pages by event and thread, without decoding the rest of them.
 * `common_pid` is the thread's number as the machine's first pid namespace has it.
 */
export class ThreadHits {
  /** By event id (`events/GROUP/EVENT/id`), then by thread. */
  readonly byEvent = new Map<number, Map<number, number>>();
  /** Sub-buffers whose bytes contradict themselves; what came before the fault is counted. */
  badPages = 0;
  private readonly typeAt: number;
  private readonly threadAt: number;

  /** @param format of any event: all begin with the same fields. Throws {@link RingBufferError}. */
  constructor(
    private readonly layout: PageLayout,
    format: string,
  ) {
    const fields = parseFormatFields(format);
    const offsetOf = (name: string, size: number): number => {
      const field = fields.find(candidate => candidate.name === name);
      if (field?.size !== size) {
        throw new RingBufferError('badLayout', `This kernel's events have no ${name} as expected.`);
      }
      return field.offset;
    };
    this.typeAt = offsetOf('common_type', 2);
    this.threadAt = offsetOf('common_pid', 4);
  }

  /**
   * Counts whole sub-buffers, one after the other.
   * @param numbers of the events to count; all, where left out. The kernel gives them to other events later.
   */
  add(pages: Uint8Array, numbers?: Pick<ReadonlySet<number>, 'has'>): void {
    const view = new DataView(pages.buffer, pages.byteOffset, pages.byteLength);
    const { size } = this.layout;
    for (let start = 0; start + size <= pages.byteLength; start += size) {
      try {
        visitPage(view, start, this.layout, (at, length) => this.count(view, at, length, numbers));
      } catch (error) {
        if (!(error instanceof RingBufferError)) {
          throw error;
        }
        this.badPages++;
      }
    }
  }

  private count(
    view: DataView,
    at: number,
    length: number,
    numbers: Pick<ReadonlySet<number>, 'has'> | undefined,
  ): void {
    if (length < Math.max(this.typeAt + 2, this.threadAt + 4)) {
      throw new RingBufferError('badPage', 'A record of the ring buffer is too short.');
    }
    const { littleEndian } = this.layout;
    const event = view.getUint16(at + this.typeAt, littleEndian);
    if (numbers?.has(event) === false) {
      return;
    }
    const thread = view.getInt32(at + this.threadAt, littleEndian);
    let threads = this.byEvent.get(event);
    if (!threads) {
      threads = new Map();
      this.byEvent.set(event, threads);
    }
    threads.set(thread, (threads.get(thread) ?? 0) + 1);
  }
}

import { cpus, endianness, freemem } from 'node:os';
import type { CaptureFacts, StartCapture } from '../../protocol/capture';
import {
  type GateHolder,
  type Instance,
  type PageLayout,
  parsePageLayout,
  requireClock,
  RingBufferError,
} from '../../tracefs';
import { Refusal } from '../refusal';
import { BufferReader } from './bufferReader';
import { Capture } from './capture';
import { CaptureBuffer } from './captureBuffer';
import { aheadOfMonotonic } from './clockLead';
import type { ConditionHolder } from './conditionHolder';
import type { PageQueue } from './pageQueue';
import { Recorder, type Frozen } from './recorder';
import type { RunningCapture } from './runningCapture';

interface Parts {
  readonly number: number;
  readonly queue: PageQueue;
  readonly condition: ConditionHolder;
  readonly holder: GateHolder;
}

interface Listeners {
  readonly onError: (error: unknown) => void;
  readonly onFrozen: (frozen: Frozen) => void;
}

interface Opened {
  readonly capture: RunningCapture;
  readonly facts: CaptureFacts;
}

/** Sets the buffer up, opens it and lets events in. Throws `TracefsError` or {@link Refusal}. */
export async function openCapture(
  instance: Instance,
  { bufferKib, clock = 'mono', mode }: StartCapture,
  { number, queue, condition, holder }: Parts,
  { onError, onFrozen }: Listeners,
): Promise<Opened> {
  requireMemory(bufferKib);
  await instance.setClock(clock);
  await instance.setBufferSize(bufferKib);
  const texts = await instance.describePages();
  const littleEndian = endianness() === 'LE';
  const layout = layoutOf(texts, littleEndian);
  const pages = await instance.openPages();
  const { gate } = instance;
  try {
    await gate.hold(holder);
    const lead = await aheadOfMonotonic(pages);
    const begin = lead === undefined ? 0 : Number(process.hrtime.bigint()) + lead;
    const reader = new BufferReader(number, pages, layout, queue, begin, () => {
      requireClock(clock, instance);
    });
    const buffer = new CaptureBuffer(reader, gate, bufferKib, onError);
    const capture =
      mode === 'recorder' ? new Recorder(buffer, condition, onFrozen) : new Capture(buffer);
    gate.set(true);
    return {
      capture,
      facts: {
        capture: number,
        ...texts,
        littleEndian,
        clock,
        ...(lead !== undefined && { aheadOfMonotonic: lead }),
      },
    };
  } catch (error) {
    gate.release();
    pages.forEach(each => {
      each.close();
    });
    throw error;
  }
}

/**
 * The kernel's memory is everybody's: a buffer takes half of what is left at most. Throws {@link Refusal} `limit`.
 * @param haveKib what it has already on each CPU
 */
export function requireMemory(bufferKib: number, haveKib = 0): void {
  if ((bufferKib - haveKib) * 1024 * cpus().length > freemem() / 2) {
    throw new Refusal(
      'limit',
      `A buffer of ${bufferKib} KiB on each of ${cpus().length} CPUs would take more than half of the free memory: choose a smaller one.`,
    );
  }
}

function layoutOf(
  { headerPage, headerEvent }: { headerPage: string; headerEvent: string },
  littleEndian: boolean,
): PageLayout {
  try {
    return parsePageLayout(headerPage, headerEvent, littleEndian);
  } catch (error) {
    throw error instanceof RingBufferError ? new Refusal('notSupported', error.message) : error;
  }
}

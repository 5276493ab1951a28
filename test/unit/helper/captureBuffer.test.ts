import { expect, it, vi } from 'vitest';
import type { BufferReader } from '../../../src/helper/capture/bufferReader';
import { CaptureBuffer } from '../../../src/helper/capture/captureBuffer';

/** A buffer of 1000 events, of which each turn reads 100 and takes 100 ms: no reading is that slow here. */
class FakeSlowReader implements Pick<BufferReader, 'patientTurn' | 'turnsFor' | 'held' | 'close'> {
  private events = 1000;

  turnsFor(): number {
    return 20;
  }

  patientTurn(): Promise<number> {
    vi.advanceTimersByTime(100);
    this.events -= Math.min(this.events, 100);
    return Promise.resolve(this.events > 0 ? 1 : 0);
  }

  held(): Promise<{ events: number; seconds: number }> {
    return Promise.resolve({ events: this.events, seconds: 0 });
  }

  close(): void {
    this.events = 0;
  }
}

it('how much of what is left is read is told, where that takes a while', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  try {
    const gate = {
      isWanted: false,
      isShutByOthers: false,
      set: () => undefined,
      release: () => undefined,
    };
    const reader = new FakeSlowReader() as Partial<BufferReader> as BufferReader;
    const buffer = new CaptureBuffer(reader, gate, 64, () => undefined);
    const told: [number, number][] = [];
    await buffer.empty((done, total) => told.push([done, total]));
    expect(told).toEqual([
      [300, 1000],
      [600, 1000],
      [900, 1000],
    ]);
  } finally {
    vi.useRealTimers();
  }
});

import { expect, it } from 'vitest';
import { SharedRead } from '../../../../src/elf/dwarf/sharedRead';

/** Reads that end when the test says so; `now` is in ms. */
function reads() {
  const state = { now: 0, begun: 0 };
  const shared = new SharedRead<string>(() => state.now);
  const ends: { resolve: (text: string) => void; reject: (error: Error) => void }[] = [];
  const get = (signal?: AbortSignal) =>
    shared.get(stop => {
      state.begun++;
      return new Promise((resolve, reject) => {
        ends.push({ resolve, reject });
        stop?.addEventListener('abort', () => reject(stop.reason as Error));
      });
    }, signal);
  return { state, get, ends };
}

it('is read once for all who ask', async () => {
  const { state, get, ends } = reads();
  const both = Promise.all([get(), get()]);
  ends[0]!.resolve('lines');
  expect(await both).toEqual(['lines', 'lines']);
  expect(await get()).toBe('lines');
  expect(state.begun).toBe(1);
});

it('is tried again after a while where it failed, and not before', async () => {
  const { state, get, ends } = reads();
  const first = get();
  ends[0]!.reject(new Error('unreadable'));
  await expect(first).rejects.toThrow('unreadable');
  state.now = 9999;
  await expect(get()).rejects.toThrow('unreadable');
  expect(state.begun).toBe(1);
  state.now = 10_000;
  const again = get();
  ends[1]!.resolve('lines');
  expect(await again).toBe('lines');
});

it('that one stops goes on for the others, and is begun anew by the next', async () => {
  const { state, get, ends } = reads();
  const stop = new AbortController();
  const stopped = get(stop.signal);
  const other = get();
  stop.abort(new Error('no longer wanted'));
  await expect(stopped).rejects.toThrow('no longer wanted');
  await expect(get(stop.signal)).rejects.toThrow('no longer wanted');
  ends[1]!.resolve('lines');
  expect(await other).toBe('lines');
  expect(state.begun).toBe(2);
});

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { EventGate } from '../../../src/tracefs/eventGate';

/** A folder in the place of an instance: its `tracing_on` says 1, and keeps what is written behind it. */
let folder: string;
let gate: EventGate;
let isEnded: boolean;
let told: string[];
let pausedMs: number;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gate-'));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  await writeFile(join(folder, 'tracing_on'), '1');
  gate = new EventGate(folder);
  isEnded = false;
  told = [];
  pausedMs = 0;
  await gate.hold({
    isEnded: () => Promise.resolve(isEnded),
    onPause(cause, ms) {
      told.push(`${cause} ${ms >= 0}`);
      pausedMs += ms;
    },
  });
});

const written = (): Promise<string> => readFile(join(folder, 'tracing_on'), 'latin1');
const nothing = (): Promise<void> => Promise.resolve();

/** A pause that goes on until it is told. */
function longPause(): { readonly end: () => void; readonly ended: Promise<void> } {
  let end = (): void => undefined;
  const ended = gate.pause('remove', () => new Promise<void>(resolve => (end = resolve)));
  return { end: () => end(), ended };
}

it('lets events in after a pause, and says how long it was', async () => {
  await expect(gate.pause('scope', () => Promise.reject(new Error('as it is')))).rejects.toThrow(
    'as it is',
  );
  expect(await written()).toBe('101');
  expect(told).toEqual(['scope true']);
});

it('lets them in when the last of several pauses is over', async () => {
  const { end, ended } = longPause();
  await gate.pause('filter', nothing);
  expect(await written()).toBe('10');
  expect(gate.isWanted).toBe(true);
  end();
  await ended;
  expect(await written()).toBe('101');
  expect(told).toEqual(['remove true']);
});

it('does not where they were ended by hand meanwhile', async () => {
  const { end, ended } = longPause();
  gate.set(false);
  expect(gate.isWanted).toBe(false);
  end();
  await ended;
  expect(await written()).toBe('100');
  expect(told).toEqual(['remove true']);
});

it('does not where a trigger ended them just before', async () => {
  const { end, ended } = longPause();
  isEnded = true;
  end();
  await ended;
  expect(await written()).toBe('100');
  expect(told).toEqual(['remove true']);
});

it('does once they are let in during a pause, and says no moment twice', async () => {
  const begin = performance.now();
  const { end, ended } = longPause();
  gate.set(false);
  gate.set(true);
  expect(await written()).toBe('100');
  end();
  await ended;
  expect(pausedMs).toBeLessThan(performance.now() - begin);
  expect(told).toHaveLength(2);
  expect(await written()).toBe('1001');
});

it('does nothing any more once nobody holds it', async () => {
  const { end, ended } = longPause();
  gate.release();
  end();
  await ended;
  gate.set(true);
  expect(await written()).toBe('10');
  expect([gate.isOn, gate.isWanted, told]).toEqual([false, false, []]);
});

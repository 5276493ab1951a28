import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventService } from '../../../../src/workers/eventService';
import { captured, SAMPLES, serviceOf } from './everyKind';

const CALL = { progress: (): void => undefined };
const COLUMNS = ['event', 'process', 'thread', 'cpu', 'took', 'returned', 'number', 'text'];

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'probescope-summary-'))));
afterAll(() => rm(folder, { recursive: true }));

async function reopened(live: EventService, patterns: readonly string[] = []) {
  const path = join(folder, 'saved.probescope');
  const beside = { masked: [], labels: ['entry', 'ret ↩'], lost: 0, pauses: [] };
  await live.handlers.save({ path, kind: 'recording', ...beside }, CALL);
  const service = serviceOf();
  service.handlers.mask({ patterns });
  await service.handlers.openRecording({ path, capacity: 1e7 }, CALL);
  return service;
}

/** Values of the same count in an order that does not depend on which came first. */
async function summaryOf({ handlers }: EventService) {
  const summary = await handlers.summary({ columns: COLUMNS, limit: 1000 });
  const byValue = (one: { value: string }, other: { value: string }): number =>
    one.value < other.value ? -1 : 1;
  return {
    ...summary,
    columns: summary.columns.map(each => ({ ...each, top: each.top.toSorted(byValue) })),
  };
}

describe('the summary of a recording', () => {
  it('is that of the capture at the moment it was saved', async () => {
    await fc.assert(
      fc.asyncProperty(SAMPLES, async samples => {
        const live = captured(samples);
        await new Promise(setImmediate);
        const expected = await summaryOf(live);
        expect(await summaryOf(await reopened(live))).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });

  it('tells nothing of what the user masks, though the file has it', async () => {
    const samples = fc.sample(SAMPLES, { numRuns: 9, seed: 5 }).flat();
    const live = captured(samples);
    await new Promise(setImmediate);
    const { handlers } = await reopened(live, ['text']);
    const { columns } = await handlers.summary({ columns: ['text'], limit: 9 });
    expect(columns[0]?.top.map(({ value }) => value)).toEqual(['masked']);
    const text = handlers.schemas()[0]?.fields.findIndex(({ name }) => name === 'text') ?? -1;
    const { rows } = handlers.rows({ from: 0, to: 1000 });
    const shown = rows.filter(({ schema }) => schema === 0).map(({ values }) => values[text]);
    expect(new Set(shown)).toEqual(new Set(['masked']));
  });
});

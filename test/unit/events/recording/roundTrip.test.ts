import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeSection } from '../../../../src/events/recording/sections';
import type { EventService } from '../../../../src/workers/eventService';
import type { SaveKind } from '../../../../src/workers/eventMessages';
import { captured, SAMPLES, serviceOf } from './everyKind';

/** Where the first section's content is, after the file's beginning and its own header. */
const HEAD_AT = 12 + 16;

async function headOf(path: string): Promise<string> {
  const bytes = await readFile(path);
  return inflateRawSync(bytes.subarray(HEAD_AT, HEAD_AT + bytes.readUInt32LE(16))).toString();
}

/** The recording with something more in its facts. */
async function withHead(bytes: Buffer, sampled: object): Promise<Buffer> {
  const end = HEAD_AT + bytes.readUInt32LE(16);
  const head = inflateRawSync(bytes.subarray(HEAD_AT, end)).toString();
  const facts = { ...(JSON.parse(head) as object), sampled };
  const section = await encodeSection('HEAD', Buffer.from(JSON.stringify(facts)));
  return Buffer.concat([bytes.subarray(0, 12), section, bytes.subarray(end)]);
}

const CALL = { progress: (): void => undefined };

/** As a capture that was not alone tells them. */
const PAUSES = [{ cause: 'remove', times: 2, ms: 41.5 }] as const;

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'probescope-recording-'))));
afterAll(() => rm(folder, { recursive: true }));

async function save(
  service: EventService,
  kind: SaveKind,
  masked: readonly string[] = [],
): Promise<string> {
  const path = join(folder, `saved.${kind}`);
  await service.handlers.save(
    { path, kind, masked, labels: ['entry', 'ret ↩'], lost: 5, pauses: PAUSES },
    CALL,
  );
  return path;
}

async function reopened(path: string) {
  const service = serviceOf();
  const facts = await service.handlers.openRecording({ path, capacity: 1e7 }, CALL);
  return { service, facts };
}

function rowsOf(service: EventService) {
  const { rows, news } = service.handlers.rows({ from: 0, to: 1000 });
  // Columns are laid out a little differently.
  return { rows, news: { ...news, bytes: 0 }, schemas: service.handlers.schemas() };
}

describe('a recording', () => {
  it('opens again with the rows, columns, durations and losses it was made of', async () => {
    await fc.assert(
      fc.asyncProperty(SAMPLES, async samples => {
        const live = captured(samples);
        await new Promise(setImmediate);
        const expected = rowsOf(live);
        expect(expected.rows).toHaveLength(samples.length);
        const { service, facts } = await reopened(await save(live, 'recording'));
        expect(rowsOf(service)).toEqual(expected);
        expect(facts).toEqual({ labels: ['entry', 'ret ↩'], lost: 5, masked: [], pauses: PAUSES });
      }),
      { numRuns: 60 },
    );
  });

  it('is filtered, summed up and saved as the capture was', async () => {
    const [samples] = fc
      .sample(SAMPLES, { numRuns: 40, seed: 3 })
      .sort((a, b) => b.length - a.length);
    const live = captured(samples!);
    await new Promise(setImmediate);
    const { service } = await reopened(await save(live, 'recording'));
    const filter = {
      text: '',
      conditions: [{ column: 'number', is: 'less', value: '0' }],
    } as const;
    const [one, two] = await Promise.all(
      [live, service].map(async each => ({
        filtered: (await each.handlers.filter({ filter })).end,
        text: await readFile(await save(each, 'ndjson'), 'utf8'),
      })),
    );
    expect(two).toEqual(one);
    expect(JSON.parse(one!.text.split('\n')[0]!)).toMatchObject({ pauses: PAUSES });
    expect(one!.filtered).toBeGreaterThan(0);
  });

  it('is the same file when it is recorded again', async () => {
    const live = captured(fc.sample(SAMPLES, { numRuns: 9, seed: 5 }).flat());
    await new Promise(setImmediate);
    const first = await save(live, 'recording');
    const bytes = await readFile(first);
    const { service } = await reopened(first);
    const again = await readFile(await save(service, 'recording'));
    expect(again.equals(bytes)).toBe(true);
    expect((await stat(first)).mode & 0o777).toBe(0o600);
  });

  it('has nothing of what is masked, and says so', async () => {
    const secret = 'correct horse battery staple';
    const sample = fc.sample(SAMPLES, { numRuns: 9, seed: 5 }).flat()[0]!;
    const live = captured([{ ...sample, thread: 4, texts: [secret, null, secret] }]);
    await new Promise(setImmediate);
    live.handlers.mask({ patterns: ['text'] });
    const path = await save(live, 'recording', ['texts', 'process']);
    const { service, facts } = await reopened(path);
    expect(facts.masked).toEqual(['text', 'texts', 'process']);
    const shown = JSON.stringify(rowsOf(service));
    expect(shown).not.toContain(secret);
    expect(shown).not.toContain('p\u202e');
    const row = service.handlers.rows({ from: 0, to: 1 }).rows[0]!;
    expect(row.values.slice(8, 10)).toEqual(['masked', 'masked']);
    const text = await readFile(await save(service, 'csv'), 'utf8');
    expect(text.split('\r\n')[0]).toContain('text (masked),texts (masked)');
  });

  it('of a sample says that it is one', async () => {
    const live = captured(fc.sample(SAMPLES, { numRuns: 9, seed: 5 }).flat());
    const text = JSON.parse(await headOf(await save(live, 'recording'))) as object;
    expect(text).not.toHaveProperty('sampled');
    const sampled = { of: 90, kept: 30, stretches: [[5, 7]] };
    const path = join(folder, 'sampled');
    await writeFile(path, await withHead(await readFile(join(folder, 'saved.recording')), sampled));
    const { service } = await reopened(path);
    expect(rowsOf(service).news.sampled).toMatchObject({ of: 90, kept: 30 });
    const again = JSON.parse(await headOf(await save(service, 'recording'))) as object;
    expect(again).toHaveProperty('sampled', sampled);
  });

  it('that is cancelled leaves no file', async () => {
    const live = captured(fc.sample(SAMPLES, { numRuns: 9, seed: 5 }).flat());
    const path = join(folder, 'cancelled.probescope');
    const params = { path, kind: 'recording', masked: [], labels: [], lost: 0 } as const;
    const signal = AbortSignal.abort();
    expect(await live.handlers.save(params, { ...CALL, signal })).toBeNull();
    await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

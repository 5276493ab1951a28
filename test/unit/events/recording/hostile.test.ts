import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RecordingError } from '../../../../src/events/recording/recordingError';
import { captured, SAMPLES, serviceOf } from './everyKind';

const CALL = { progress: (): void => undefined };
/** Bytes that reading any hostile file may take. */
const MAX_MEMORY = 512 << 20;

let folder: string;
let good: Buffer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'probescope-hostile-'));
  const path = join(folder, 'good');
  const service = captured(fc.sample(SAMPLES, { numRuns: 20, seed: 2 }).flat());
  await service.handlers.save({ path, kind: 'recording', masked: [], labels: [], lost: 0 }, CALL);
  good = await readFile(path);
});
afterAll(() => rm(folder, { recursive: true }));

/** The code of the error that opening it gives; `opens` where it opens. */
async function verdict(bytes: Uint8Array): Promise<string> {
  const path = join(folder, 'hostile');
  await writeFile(path, bytes);
  try {
    await serviceOf().handlers.openRecording({ path, capacity: 1e7 }, CALL);
    return 'opens';
  } catch (error) {
    expect(error).toBeInstanceOf(RecordingError);
    const { code, message } = error as RecordingError;
    expect(message).toMatch(/^The [^\n]{10,120}\.$/);
    return code;
  }
}

/** A section as a writer makes it, with any content. */
function section(kind: string, content: string | Buffer, claims?: number): Buffer {
  const bytes = Buffer.from(content);
  const stored = deflateRawSync(bytes, { level: 9 });
  const header = Buffer.alloc(16);
  header.write(kind, 0, 'latin1');
  header.writeUInt32LE(stored.length, 4);
  header.writeUInt32LE(claims ?? bytes.length, 8);
  header.writeUInt32LE(crc32(stored, crc32(header.subarray(0, 12))), 12);
  return Buffer.concat([header, stored]);
}

const begin = (): Buffer => good.subarray(0, 12);
const FIELD = { name: 'a', kind: 'int', element: 4, count: 1, signed: true, base: 'decimal' };
const FILE = { path: '/opt/orders', buildId: 'ab12', size: 9000, mtime: '1' };
const HEAD = {
  events: [{ name: 'e', label: 'e', fields: [FIELD] }],
  ...{ pairs: [], masked: [], zero: '0' },
  losses: { kernel: 0, missed: 0, discarded: 0, badPages: 0, unknown: 0, dropped: 0 },
};

function rows(change: (row: { time: number; event: number; length: number }) => void): Buffer {
  const row = { time: 1, event: 0, length: 12 };
  change(row);
  const content = Buffer.alloc(4 + 16 + 12);
  content.writeUInt32LE(1, 0);
  content.writeDoubleLE(row.time, 4);
  content.writeUInt16LE(row.event, 14);
  content.writeUInt32LE(row.length, 16);
  return content;
}

const file = (head: object, ...others: Buffer[]): Buffer =>
  Buffer.concat([begin(), section('HEAD', JSON.stringify(head)), ...others]);
const done = (count: number): Buffer => section('DONE', JSON.stringify({ rows: count }));

describe('a recording that is none', () => {
  it('is refused wherever it is cut off', async () => {
    const cuts = fc.sample(fc.nat({ max: good.length - 1 }), { numRuns: 80, seed: 1 });
    for (const at of [0, 7, 8, 11, 12, 27, 28, good.length - 1, ...cuts]) {
      expect(await verdict(good.subarray(0, at)), `${at}`).toBe(at < 8 ? 'notRecording' : 'cut');
    }
  });

  it('is refused whichever bit is flipped', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: good.length - 1 }), fc.nat({ max: 7 }), async (at, bit) => {
        const bytes = Buffer.from(good);
        bytes[at] = bytes[at]! ^ (1 << bit);
        const expected =
          at < 8 ? /^notRecording$/ : at < 12 ? /^newer$/ : /^(damaged|cut|tooLarge)$/;
        expect(await verdict(bytes)).toMatch(expected);
      }),
      { numRuns: 150 },
    );
  });

  it('is refused whatever bytes it has, with the right beginning too', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.boolean(), async (bytes, hasBegin) => {
        expect(await verdict(hasBegin ? Buffer.concat([begin(), bytes]) : bytes)).not.toBe('opens');
      }),
      { numRuns: 100 },
    );
  });

  it('opens where nothing is wrong, with sections that are not known', async () => {
    const plain = section(
      'ROWS',
      rows(() => undefined),
    );
    expect(await verdict(file(HEAD, plain, section('LATE', 'x'), done(1)))).toBe('opens');
    expect(await verdict(file(HEAD, done(0)))).toBe('opens');
  });

  it.each([
    ['an event there is none of', rows(row => (row.event = 1))],
    ['a record too short for its event', rows(row => (row.length = 11))],
    ['a record longer than the section', rows(row => (row.length = 13))],
    ['a time that is no number', rows(row => (row.time = Number.NaN))],
    ['a time without end', rows(row => (row.time = Number.POSITIVE_INFINITY))],
    ['more rows than bytes', Buffer.from([255, 255, 0, 0, 1])],
    ['no bytes', Buffer.alloc(0)],
  ])('is refused with %s', async (_, content) => {
    const isEmpty = content.length === 0;
    const bytes = file(HEAD, section('ROWS', content), done(1));
    expect(await verdict(bytes)).toBe('damaged');
    expect(isEmpty || content.length > 0).toBe(true);
  });

  it.each<[string, object]>([
    ['a field larger than a record', { fields: [{ ...FIELD, kind: 'ints', count: 1 << 20 }] }],
    ['many large fields', { fields: Array(200).fill({ ...FIELD, kind: 'ints', count: 1 << 12 }) }],
    ['too many fields', { fields: Array(300).fill(FIELD) }],
    ['a number of several', { fields: [{ ...FIELD, count: 2 }] }],
    ['a kind there is none of', { fields: [{ ...FIELD, kind: 'eval' }] }],
    ['a name without end', { name: 'x'.repeat(1000) }],
    ['what is not asked for', { __proto__: null, run: 'rm' }],
  ])('is refused with %s', async (_, change) => {
    const head = { ...HEAD, events: [{ ...HEAD.events[0], ...change }] };
    expect(await verdict(file(head, done(0)))).toBe('damaged');
  });

  it('is refused with pairs of events there are none of, and without its parts in order', async () => {
    const pairs = [{ entries: [0], ret: 1 }];
    expect(await verdict(file({ ...HEAD, pairs }, done(0)))).toBe('damaged');
    expect(await verdict(Buffer.concat([begin(), done(0)]))).toBe('damaged');
    expect(await verdict(file(HEAD, section('HEAD', JSON.stringify(HEAD)), done(0)))).toBe(
      'damaged',
    );
    expect(await verdict(file(HEAD, done(5)))).toBe('damaged');
    expect(await verdict(file(HEAD, done(0), done(0)))).toBe('damaged');
    expect(await verdict(file(HEAD, section('NAME', '[[1,2]]'), done(0)))).toBe('damaged');
    expect(await verdict(file(HEAD, section('STAK', '[[1,{}]]'), done(0)))).toBe('damaged');
    const sites = { file: { ...FILE, path: 'relative' }, sites: [] };
    expect(await verdict(file(HEAD, section('SITE', JSON.stringify(sites)), done(0)))).toBe(
      'damaged',
    );
  });

  it('takes little memory, whatever it claims', async () => {
    const before = process.memoryUsage().rss;
    const zeros = Buffer.alloc(1 << 22);
    // A section that becomes more than it says, one that says more than is allowed, and very many.
    expect(await verdict(file(HEAD, section('ROWS', zeros, 100), done(0)))).toBe('damaged');
    expect(await verdict(file(HEAD, section('ROWS', zeros, 2 ** 32 - 1), done(0)))).toBe('damaged');
    const bomb = section('LATE', zeros);
    const bombs = Array.from({ length: 60 }, () => bomb);
    expect(await verdict(file(HEAD, ...bombs, done(0)))).toBe('tooLarge');
    const stack = { isKernel: false, functions: Array(900).fill('x'.repeat(4000)), addresses: [] };
    const stacks = section('STAK', JSON.stringify([[1, stack]]));
    const many = file(HEAD, ...Array.from({ length: 12 }, () => stacks), done(0));
    expect(await verdict(many)).toBe('damaged');
    const place = [['x'.repeat(8000), 'offset', 1]];
    const sites = section('SITE', JSON.stringify({ file: FILE, sites: Array(400).fill(place[0]) }));
    expect(await verdict(file(HEAD, sites, done(0)))).toBe('opens');
    const places = file(HEAD, ...Array.from({ length: 12 }, () => sites), done(0));
    expect(await verdict(places)).toBe('damaged');
    // Every event has its columns from its first row on.
    const wide = Array.from({ length: 30 }, (_, at) => ({
      ...{ name: `e${at}`, label: '' },
      fields: Array(8).fill({ ...FIELD, kind: 'ints', element: 8, count: 10 }),
    }));
    const one = rows(() => undefined);
    const each = wide.map((_, at) => {
      const content = Buffer.concat([one.subarray(0, 20), Buffer.alloc(8 + 640)]);
      content.writeUInt16LE(at, 14);
      content.writeUInt32LE(8 + 640, 16);
      return section('ROWS', content);
    });
    const large = file({ ...HEAD, events: wide }, ...each, done(30));
    expect(await verdict(large)).toBe('opens');
    expect(process.memoryUsage().rss - before).toBeLessThan(MAX_MEMORY);
  });

  it('that is no file is not waited for', async () => {
    const [link, pipe] = [join(folder, 'link'), join(folder, 'pipe')];
    await symlink('/dev/zero', link);
    execFileSync('mkfifo', [pipe]);
    for (const path of [link, pipe, folder]) {
      await expect(
        serviceOf().handlers.openRecording({ path, capacity: 1 }, CALL),
      ).rejects.toMatchObject({ code: 'notRecording' });
    }
  });

  it('can be stopped', async () => {
    const signal = AbortSignal.abort();
    const path = join(folder, 'good');
    await expect(
      serviceOf().handlers.openRecording({ path, capacity: 1 }, { ...CALL, signal }),
    ).rejects.toMatchObject({ name: 'AbortError' });
  });
});

import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExportRow } from '../../../../src/events/export/exportRow';
import { writeEvents, type ExportKind } from '../../../../src/events/export/writeEvents';

const ROWS: readonly ExportRow[] = [
  {
    ...{ time: 1_700_000_000_000_000_001n, cpu: 1, thread: 43, process: 'orders 42' },
    ...{ event: 'price_order', fields: [{ name: 'id', value: -5 }] },
  },
  {
    ...{ time: 1_700_000_000_000_042_001n, cpu: 0, thread: 43, process: 'orders 42' },
    ...{ event: 'price_order ↩', took: 42_000 },
    fields: [
      { name: 'id', value: 2n ** 63n },
      { name: 'name', value: '=HYPERLINK("http://x","a\nb")' },
      { name: 'bad', value: null },
      { name: 'list', value: [1, 2n] },
    ],
  },
];

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'probescope-export-'))));
afterAll(() => rm(folder, { recursive: true }));

async function saved(kind: ExportKind, rows = ROWS, signal?: AbortSignal): Promise<string> {
  const path = join(folder, kind);
  const columns = [...new Set(rows.flatMap(({ fields }) => fields.map(({ name }) => name)))];
  const source = {
    count: rows.length,
    columns,
    masked: ['secret'],
    row: (at: number) => rows[at]!,
  };
  await writeEvents(path, kind, source, () => undefined, signal);
  expect((await stat(path)).mode & 0o077).toBe(0);
  return readFile(path, 'utf8');
}

/** The cells of a CSV text, by RFC 4180. */
function cells(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g,
  )) {
    rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === '\r\n') {
      rows.push([]);
    } else if (end === '') {
      break;
    }
  }
  return rows.filter(row => row.length > 1 || row[0] !== '');
}

describe('saved events', () => {
  it('as CSV have a column for each field, and no formula', async () => {
    expect(cells(await saved('csv'))).toEqual([
      ['time_ns', 'event', 'took_ns', 'process', 'thread', 'cpu', 'id', 'name', 'bad', 'list'],
      ['1700000000000000001', 'price_order', '', 'orders 42', '43', '1', '-5', '', '', ''],
      [
        ...['1700000000000042001', 'price_order ↩', '42000', 'orders 42', '43', '0'],
        ...['9223372036854775808', '\'=HYPERLINK("http://x","a\nb")', '(fault)', '1 2'],
      ],
    ]);
  });

  it('as CSV come back as they were, whatever their texts, but for formulas', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async value => {
        const row = { ...ROWS[0]!, fields: [{ name: 'text', value }] };
        const [, [...got] = []] = cells(await saved('csv', [row]));
        const safe = /^[=+\-@\t\r]/.test(value) && !/^-\d+$/.test(value) ? `'${value}` : value;
        // A lone surrogate is no text: the file has the replacement character.
        expect(got.at(-1)).toBe(Buffer.from(safe).toString());
      }),
      { numRuns: 60 },
    );
  });

  it('as lines of JSON keep every number exactly and say what was left out', async () => {
    const lines = (await saved('ndjson')).trimEnd().split('\n');
    expect(lines.map(line => JSON.parse(line) as unknown)).toEqual([
      { columns: ['id', 'name', 'bad', 'list'], masked: ['secret'] },
      {
        ...{ time: '1700000000000000001', cpu: 1, thread: 43, process: 'orders 42' },
        ...{ event: 'price_order', fields: { id: -5 } },
      },
      {
        ...{ time: '1700000000000042001', cpu: 0, thread: 43, process: 'orders 42' },
        ...{ event: 'price_order ↩', took: 42000 },
        fields: {
          id: '9223372036854775808',
          name: '=HYPERLINK("http://x","a\nb")',
          bad: null,
          list: [1, 2],
        },
      },
    ]);
  });

  it('as a trace have calls with their duration and other events as instants', async () => {
    expect(JSON.parse(await saved('chromeTrace'))).toMatchObject({
      otherData: { masked: 'secret' },
      traceEvents: [
        { name: 'price_order', ph: 'i', pid: 42, tid: 43, args: { id: -5, cpu: 1 } },
        { name: 'price_order ↩', ph: 'X', dur: 42, pid: 42, tid: 43 },
      ],
    });
  });

  it('that were stopped are a whole file all the same', async () => {
    const trace = await saved('chromeTrace', ROWS, AbortSignal.abort());
    expect((JSON.parse(trace) as { traceEvents: unknown[] }).traceEvents).toEqual([]);
  });
});

import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ExportRow } from '../../../../src/events/export/exportRow';
import {
  writeEvents,
  type ExportKind,
  type ExportSource,
} from '../../../../src/events/export/writeEvents';

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

const ZERO = 1_700_000_000_000_000_000n;

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'probescope-export-'))));
afterEach(() => rm(folder, { recursive: true }));

function sourceOf(rows: readonly (ExportRow | undefined)[]): ExportSource {
  const names = rows.flatMap(row => row?.fields.map(({ name }) => name) ?? []);
  return {
    count: rows.length,
    zero: ZERO,
    columns: [...new Set(names)],
    masked: ['secret'],
    row: at => rows[at],
  };
}

async function saved(kind: ExportKind, rows = ROWS): Promise<string> {
  const path = join(folder, kind);
  await writeEvents(path, kind, sourceOf(rows), () => undefined);
  return readFile(path, 'utf8');
}

/** The rows of CSV texts as Python's reader has them. */
function cells(...texts: readonly string[]): string[][][] {
  const reader = `import csv, io, json, sys
csv.field_size_limit(1 << 24)
texts = json.load(sys.stdin)
print(json.dumps([list(csv.reader(io.StringIO(text, newline=""), strict=True)) for text in texts]))`;
  const { stdout, stderr } = spawnSync('python3', ['-c', reader], {
    ...{ input: JSON.stringify(texts), encoding: 'utf8', maxBuffer: 1 << 26 },
  });
  expect(stderr).toBe('');
  return JSON.parse(stdout) as string[][][];
}

/** Any text, and what programs and spreadsheets are known to obey. */
const HOSTILE = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        ...[
          '=1+1',
          '+',
          '-5',
          '@x',
          '\t',
          '\r',
          '\n',
          '"',
          ',',
          ';',
          "'",
          '\x1b[31m',
          '\x9b2J',
          '\0',
        ],
        ...['\u202e', '\u200f', '\ud800', '\udfff', '\u2028', '<b>', '\\', '\ufeff'],
      ),
      { maxLength: 6 },
    )
    .map(parts => parts.join('')),
);

describe('saved events', () => {
  it('as CSV have a column for each field, and say which are masked', async () => {
    const [first, ...others] = ROWS;
    const masked = { ...first!, fields: [{ name: 'secret', value: 'masked' }] };
    expect(cells(await saved('csv', [masked, ...others]))).toEqual([
      [
        ['time_ns', 'event', 'took_ns', 'process', 'thread', 'cpu', 'secret (masked)'].concat(
          ...['id', 'name', 'bad', 'list'],
        ),
        [
          '1700000000000000001',
          'price_order',
          '',
          'orders 42',
          '43',
          '1',
          'masked',
          '',
          '',
          '',
          '',
        ],
        [
          ...['1700000000000042001', 'price_order ↩', '42000', 'orders 42', '43', '0', ''],
          ...['9223372036854775808', '\'=HYPERLINK("http://x","a\nb")', '(fault)', '1 2'],
        ],
      ],
    ]);
  });

  it('as CSV come back from another reader, and are neither formula nor control of a terminal', async () => {
    const values = fc.sample(HOSTILE, { numRuns: 300, seed: 7 });
    const rows = values.map(value => ({
      ...ROWS[0]!,
      event: value,
      fields: [{ name: 't', value }],
    }));
    const [[, ...got] = []] = cells(await saved('csv', rows));
    expect(got).toHaveLength(values.length);
    values.forEach((value, at) => {
      const told = value.replace(
        /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g,
        control => `\\x${control.charCodeAt(0).toString(16).padStart(2, '0')}`,
      );
      const safe = /^[=+\-@\t\r\n]/.test(told) && !/^-\d+$/.test(told) ? `'${told}` : told;
      // A lone surrogate is no text: the file has the replacement character.
      const expected = Buffer.from(safe).toString();
      expect([got[at]?.[1], got[at]?.at(-1)]).toEqual([expected, expected]);
    });
  });

  it('as JSON come back exactly, whatever their texts', async () => {
    const values = fc.sample(HOSTILE, { numRuns: 300, seed: 7 });
    const rows = values.map(value => ({
      ...{ ...ROWS[1]!, process: `${value} 42`, event: value },
      fields: [{ name: 't', value }],
    }));
    const lines = (await saved('ndjson', rows)).trimEnd().split('\n').slice(1);
    const back = lines.map(line => JSON.parse(line) as { fields: { t: string }; event: string });
    expect(back.map(({ fields, event }) => [fields.t, event])).toEqual(values.map(v => [v, v]));
    const trace = JSON.parse(await saved('chromeTrace', rows)) as {
      traceEvents: { ph: string; name: string; args: { t: string; name: string } }[];
    };
    const calls = trace.traceEvents.filter(({ ph }) => ph === 'X');
    expect(calls.map(({ name, args }) => [name, args.t])).toEqual(values.map(v => [v, v]));
    expect(trace.traceEvents.find(({ ph }) => ph === 'M')?.args.name).toBe(
      values.find(value => value !== ''),
    );
  });

  it('may have texts of a megabyte', async () => {
    const value = `=${'x"'.repeat(1 << 19)}`;
    const rows = Array.from({ length: 12 }, () => ({
      ...ROWS[0]!,
      fields: [{ name: 't', value }],
    }));
    const [[, ...got] = []] = cells(await saved('csv', rows));
    expect(got.map(row => row.at(-1)?.length)).toEqual(rows.map(() => value.length + 1));
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

  it('as a trace have processes, calls with their duration, and other events as instants', async () => {
    expect(JSON.parse(await saved('chromeTrace'))).toMatchObject({
      otherData: { masked: 'secret', begin_ns: String(ZERO) },
      traceEvents: [
        { name: 'process_name', ph: 'M', pid: 42, args: { name: 'orders' } },
        {
          name: 'price_order',
          ph: 'i',
          s: 't',
          ts: 0.001,
          pid: 42,
          tid: 43,
          args: { id: -5, cpu: 1 },
        },
        { name: 'price_order ↩', ph: 'X', ts: 0.001, dur: 42, pid: 42, tid: 43 },
      ],
    });
  });

  it('are counted as they are written: some may have made room for newer ones', async () => {
    const path = join(folder, 'some');
    const source = sourceOf([undefined, ROWS[0], undefined, ROWS[1]]);
    expect(await writeEvents(path, 'ndjson', source, () => undefined)).toBe(2);
    expect((await readFile(path, 'utf8')).trimEnd().split('\n')).toHaveLength(3);
  });

  it('that were stopped leave no file, and the one of before as it was', async () => {
    const path = join(folder, 'events');
    await writeFile(path, 'before');
    const rows = Array.from({ length: 12_000 }, () => ROWS[0]);
    const abort = new AbortController();
    const done: number[] = [];
    await expect(
      writeEvents(
        ...([path, 'csv', sourceOf(rows)] as const),
        at => {
          done.push(at);
          abort.abort();
        },
        abort.signal,
      ),
    ).rejects.toMatchObject({ name: 'AbortError' });
    expect(done).toEqual([5000]);
    expect(await readdir(folder)).toEqual(['events']);
    expect(await readFile(path, 'utf8')).toBe('before');
  });

  it('are for the user only, whatever file or link was there', async () => {
    const [path, link] = [join(folder, 'events'), join(folder, 'link')];
    await writeFile(path, 'before');
    await chmod(path, 0o666);
    await symlink(path, link);
    await writeEvents(link, 'csv', sourceOf(ROWS), () => undefined);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readFile(path, 'utf8')).toMatch(/^time_ns,/);
    expect((await readdir(folder)).sort()).toEqual(['events', 'link']);
  });

  it('that cannot be written leave nothing behind', async () => {
    const path = join(folder, 'none', 'events');
    await expect(writeEvents(path, 'csv', sourceOf(ROWS), () => undefined)).rejects.toMatchObject({
      code: 'ENOENT',
    });
    const broken = {
      ...sourceOf(ROWS),
      row: () => {
        throw new Error('gone');
      },
    };
    await expect(writeEvents(join(folder, 'x'), 'csv', broken, () => undefined)).rejects.toThrow(
      'gone',
    );
    expect(await readdir(folder)).toEqual([]);
  });
});

import fc from 'fast-check';
import { readFileSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { rowCosts } from '../../../../src/elf/code/rowCosts';
import { SymbolIndex } from '../../../../src/elf/symbolIndex';
import { inspectUsdt } from '../../../../src/elf/usdt/inspectUsdt';
import { ElfBuilder, type BuiltSection, type BuiltSegment } from '../support/elfBuilder';
import { Fixtures } from '../support/fixtures';
import { readelfNotes, usdtProgram, usdtRowsOf } from '../support/usdtPrograms';

const fixtures = new Fixtures();
afterAll(() => fixtures.remove());

const TEXT = 0x1000n;
const DATA = 0x8000n;

interface NoteChanges {
  readonly type?: number;
  readonly owner?: string;
  readonly base?: bigint;
  readonly alignment?: number;
  readonly semaphore?: bigint;
}

/** A note of one probe, `app:hit` with one argument, in the builder's byte order and class. */
function note(builder: ElfBuilder, address: bigint, changes: NoteChanges = {}): Buffer {
  const { type = 3, owner = 'stapsdt', base = 0x2000n, alignment = 4, semaphore = 0n } = changes;
  const word = (value: bigint, bytes: number): Buffer => {
    const wide = Buffer.alloc(8);
    wide.writeBigUInt64LE(value);
    const narrow = wide.subarray(0, bytes);
    return builder.littleEndian ? narrow : narrow.reverse();
  };
  const padded = (bytes: Buffer): Buffer =>
    Buffer.concat([bytes, Buffer.alloc(-bytes.length & (alignment - 1))]);
  const size = builder.bits / 8;
  const words = [address, base, semaphore].map(value => word(value, size));
  const body = Buffer.concat([...words, Buffer.from('app\0hit\0-4@%eax\0')]);
  const name = Buffer.from(`${owner}\0`);
  const head = [BigInt(name.length), BigInt(body.length), BigInt(type)].map(n => word(n, 4));
  // The owner's padding counts from the note's start.
  const header = padded(Buffer.concat([...head, name]));
  return padded(Buffer.concat([header, body]));
}

interface BuildOptions {
  readonly builder?: ElfBuilder;
  readonly machine?: number;
  readonly code?: Buffer;
  readonly more?: readonly BuiltSection[];
  readonly noteSection?: Partial<BuiltSection>;
  readonly textFlags?: number;
  readonly type?: number;
  /** No section headers: a program header has the notes, at an address of its own. */
  readonly noSections?: boolean;
}

/** Code of nops at TEXT, 16 bytes of data at DATA, and notes. */
function built(notes: Buffer, options: BuildOptions = {}): string {
  const { builder = new ElfBuilder(64, true), machine = 62, textFlags = 5 } = options;
  const { code = Buffer.alloc(64, 0x90), more = [], noteSection = {} } = options;
  const data = Buffer.alloc(16);
  const start = builder.bodyOffset(options.noSections ? 3 : 2);
  const segment = (flags: number, offset: bigint, address: bigint, size: number): BuiltSegment => ({
    type: 1,
    flags,
    offset,
    address,
    fileSize: BigInt(size),
  });
  const path = fixtures.path('built');
  const noteStart = start + BigInt(code.length + data.length);
  const noteSegment = { ...segment(4, noteStart, 0xa000n, notes.length), type: 4 };
  const file = builder.file(
    [
      { name: '.text', type: 1, flags: 6n, address: TEXT, body: code },
      { name: '.probes', type: 1, flags: 3n, address: DATA, body: data },
      { name: '.note.stapsdt', type: 7, body: notes, ...noteSection },
      ...more,
    ],
    [
      segment(textFlags, start, TEXT, code.length),
      segment(6, start + BigInt(code.length), DATA, data.length),
      ...(options.noSections ? [noteSegment] : []),
    ],
    { machine, type: options.type ?? 3 },
  );
  if (options.noSections) {
    // e_shoff, and e_shentsize to e_shstrndx, of 64 bits.
    file.fill(0, 40, 48).fill(0, 58, 64);
  }
  writeFileSync(path, file);
  return path;
}

const sitesOf = async (path: string) =>
  (await usdtRowsOf(await SymbolIndex.open(path))).flatMap(({ name, usdt }) =>
    usdt!.sites.map(({ address, semaphore, text }) => ({ name, address, semaphore, text })),
  );
const verdictOf = async (path: string) => {
  const [row] = await usdtRowsOf(await SymbolIndex.open(path));
  return row?.uprobe;
};
const site = (address: bigint) => ({
  name: 'app:hit',
  address,
  semaphore: undefined,
  text: '-4@%eax',
});

describe('notes', () => {
  it.each([
    [32, true],
    [32, false],
    [64, true],
    [64, false],
  ] as const)('of %i bits, little-endian: %s', async (bits, littleEndian) => {
    const builder = new ElfBuilder(bits, littleEndian);
    const notes = Buffer.concat([note(builder, TEXT), note(builder, TEXT + 8n)]);
    const path = built(notes, { builder });
    expect(readelfNotes(path).map(({ address }) => address)).toEqual([TEXT, TEXT + 8n]);
    expect(await sitesOf(path)).toEqual([site(TEXT), site(TEXT + 8n)]);
  });

  it('of another type or owner are none', async () => {
    const builder = new ElfBuilder(64, true);
    const notes = [
      note(builder, TEXT, { type: 2 }),
      note(builder, TEXT + 1n, { owner: 'stapsd' }),
      note(builder, TEXT + 2n),
    ];
    expect(await sitesOf(built(Buffer.concat(notes)))).toEqual([site(TEXT + 2n)]);
  });

  it('are found by a program header where there are no section headers', async () => {
    const notes = note(new ElfBuilder(64, true), TEXT);
    const path = built(notes, { noSections: true });
    expect(readelfNotes(path).map(({ address }) => address)).toEqual([TEXT]);
    expect(await sitesOf(path)).toEqual([site(TEXT)]);
  });

  it('of eight bytes’ alignment are told by their section', async () => {
    const builder = new ElfBuilder(64, true);
    const notes = [TEXT, TEXT + 8n].map(address => note(builder, address, { alignment: 8 }));
    const path = built(Buffer.concat(notes), { noteSection: { alignment: 8 } });
    expect(await sitesOf(path)).toEqual([site(TEXT), site(TEXT + 8n)]);
  });

  it('have names of any bytes', async () => {
    const builder = new ElfBuilder(64, true);
    const notes = note(builder, TEXT);
    notes.write('\xff', notes.indexOf('app'), 'latin1');
    expect(await sitesOf(built(notes))).toEqual([{ ...site(TEXT), name: '\ufffdpp:hit' }]);
  });

  it('end at one that does not fit', async () => {
    const builder = new ElfBuilder(64, true);
    const whole = Buffer.concat([note(builder, TEXT), note(builder, TEXT + 8n)]);
    expect(await sitesOf(built(whole.subarray(0, -8)))).toEqual([site(TEXT)]);
  });

  it('move with the file where prelink moved it', async () => {
    const builder = new ElfBuilder(64, true);
    const base: BuiltSection = {
      name: '.stapsdt.base',
      type: 1,
      flags: 2n,
      address: 0x2000n,
      body: Buffer.alloc(1),
    };
    const notes = note(builder, TEXT - 0x500n, {
      base: 0x1b00n,
      semaphore: DATA + 2n - 0x500n,
    });
    expect(await sitesOf(built(notes, { more: [base] }))).toEqual([
      { ...site(TEXT), semaphore: 64n + 2n * 56n + 64n + 2n },
    ]);
  });

  it('that are too large to read are no reason to hide the symbols', async () => {
    const builder = new ElfBuilder(64, true);
    const path = built(note(builder, TEXT), { noteSection: { size: 17n << 20n } });
    truncateSync(path, 32 << 20);
    expect((await SymbolIndex.open(path)).counts.usdtProbes).toBeUndefined();
  });
});

describe('a place', () => {
  const builder = new ElfBuilder(64, true);
  const codeOf = (...bytes: number[]): Buffer =>
    Buffer.concat([Buffer.from(bytes), Buffer.alloc(64 - bytes.length, 0xc3)]);

  it.each([
    ['nop', [0x90], undefined],
    ['xchg %ax,%ax', [0x66, 0x90], undefined],
    ['nopl (%rax)', [0x0f, 0x1f, 0x00], undefined],
    ['nopw 0(%rax,%rax,1)', [0x66, 0x0f, 0x1f, 0x44, 0x00, 0x00], undefined],
    ['nopl 0(%rax,%rax,1)', [0x0f, 0x1f, 0x44, 0x00, 0x00], 'siteNop5'],
    ['ret', [0xc3], 'noNop'],
    ['inside of a nop', [0x1f, 0x44, 0x00], 'noNop'],
    ['nopl of another operation', [0x0f, 0x1f, 0x48, 0x00], 'noNop'],
  ] as const)('of %s', async (_, bytes, refusal) => {
    const verdict = await verdictOf(built(note(builder, TEXT), { code: codeOf(...bytes) }));
    expect(verdict).toEqual(refusal ? { ok: false, code: refusal } : { ok: true });
  });

  it('of a nop of five bytes is one that can be tried on the running kernel', async () => {
    const nop5 = codeOf(0x0f, 0x1f, 0x44, 0x00, 0x00, 0xc3);
    const notes = [note(builder, TEXT + 5n), note(builder, TEXT)];
    const path = built(Buffer.concat(notes), { code: nop5 });
    const index = await SymbolIndex.open(path);
    const [row] = await usdtRowsOf(index);
    expect(row).toMatchObject({
      uprobe: { ok: false, code: 'siteNop5' },
      usdt: { sites: [{ address: TEXT }], refusedSites: 1 },
    });
    const { uprobe } = await inspectUsdt(path, index.info, row!);
    expect(uprobe).toEqual({ ok: false, code: 'nop5' });
    const withoutCounter = built(note(builder, TEXT, { semaphore: TEXT }), { code: nop5 });
    expect(await verdictOf(withoutCounter)).toEqual({ ok: false, code: 'badSemaphore' });
  });

  it.each([
    ['emulated', [0x90]],
    ['emulated', [0x66, 0x90]],
    ['newlyEmulated', [0x0f, 0x1f, 0x00]],
  ] as const)('is %s by the kernel', async (cost, bytes) => {
    const path = built(note(builder, TEXT), { code: codeOf(...bytes) });
    const index = await SymbolIndex.open(path);
    const [row] = await usdtRowsOf(index);
    expect(row!.usdt!.cost).toBe(cost);
    expect(await inspectUsdt(path, index.info, row!)).toMatchObject({ cost, uprobe: { ok: true } });
    const { info, code } = index;
    expect(await rowCosts({ path, info, code }, index.rowsAt([row!.index]))).toEqual([
      { index: row!.index, cost, warnings: [] },
    ]);
    utimesSync(path, 0, 0);
    expect((await inspectUsdt(path, index.info, row!)).uprobe).toEqual({
      ok: false,
      code: 'fileChanged',
    });
  });

  it('of arm64 is its nop', async () => {
    const nop = codeOf(0x1f, 0x20, 0x03, 0xd5);
    const path = built(note(builder, TEXT), { machine: 183, code: nop });
    expect(await verdictOf(path)).toEqual({ ok: true });
    const other = built(note(builder, TEXT + 4n), { machine: 183, code: nop });
    expect(await verdictOf(other)).toEqual({ ok: false, code: 'noNop' });
  });

  it.each([
    ['unknownMachine', TEXT, { machine: 21 }],
    ['outsideSegments', 0x4000n, {}],
    ['outsideSegments', DATA, {}],
    ['writableSegment', TEXT, { textFlags: 7 }],
    ['relocatable', TEXT, { type: 1 }],
  ] as const)('is refused: %s', async (code, address, options) => {
    expect(await verdictOf(built(note(builder, address), options))).toEqual({ ok: false, code });
  });

  it.each([
    ['odd', DATA + 1n],
    ['not in data', TEXT],
    ['beyond the file’s bytes', DATA + 16n],
  ])('is refused where its semaphore is %s', async (_, semaphore) => {
    const path = built(note(builder, TEXT, { semaphore }));
    expect(await verdictOf(path)).toEqual({ ok: false, code: 'badSemaphore' });
  });

  it('that is refused leaves the others of its probe', async () => {
    const notes = Buffer.concat([note(builder, TEXT + 1n), note(builder, TEXT)]);
    const [row] = await usdtRowsOf(await SymbolIndex.open(built(notes, { code: codeOf(0x90) })));
    expect(row).toMatchObject({
      uprobe: { ok: true },
      address: TEXT,
      usdt: { refusedSites: 1, sites: [{ address: TEXT }] },
    });
  });
});

describe('notes of any bytes', () => {
  it('are read in time, and never name a place outside of the file', async () => {
    const good = readFileSync(usdtProgram(fixtures, 'good', '-O2'));
    const at = good.indexOf('stapsdt\0') - 12;
    const file = fixtures.path('mutant');
    const writes = fc.array(fc.tuple(fc.nat(500), fc.nat(255)), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(writes, async changes => {
        const bytes = Buffer.from(good);
        for (const [offset, value] of changes) {
          bytes[at + offset] = value;
        }
        writeFileSync(file, bytes);
        const rows = await usdtRowsOf(await SymbolIndex.open(file));
        for (const { fileOffset, semaphore } of rows.flatMap(row => row.usdt!.sites)) {
          // nop, xchg %ax,%ax, nopl
          expect([0x90, 0x66, 0x0f]).toContain(bytes[Number(fileOffset)]);
          expect((semaphore ?? 0n) < BigInt(bytes.length)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});

import fc from 'fast-check';
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  linkSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDebugLink } from '../../../src/elf/debugLink';
import { withElfImage } from '../../../src/elf/elfImage';
import { SymbolIndex } from '../../../src/elf/symbolIndex';
import type { SymbolRow } from '../../../src/elf/symbolRow';
import { offsetBySections } from './support/binutils';
import { ElfBuilder } from './support/elfBuilder';
import { Fixtures, run } from './support/fixtures';
import { allRows } from './support/rows';
import { withDebugData } from './support/splitDebug';

const fixtures = new Fixtures();
let whole = '';
let debug = '';
let buildId = '';

beforeAll(() => {
  whole = fixtures.program('whole', '-pie', '-fPIE', '-rdynamic', '-Wl,--build-id=sha1');
  debug = fixtures.objcopy(whole, 'whole.debug', '--only-keep-debug');
  buildId = /Build ID: (\w+)/.exec(run('readelf', ['-n', whole]))![1]!;
});
afterAll(() => fixtures.remove());

/** A stripped copy of `from`, in a folder of its own, that names a debug file. */
function linked(folder: string, linkTo = debug, from = whole, ...args: string[]): string {
  mkdirSync(fixtures.path(folder), { recursive: true });
  const link = `--add-gnu-debuglink=${linkTo}`;
  return fixtures.objcopy(from, `${folder}/program`, '--strip-all', link, ...args);
}

/** A stripped copy without a debug link. */
function stripped(folder: string): string {
  mkdirSync(fixtures.path(folder), { recursive: true });
  return fixtures.objcopy(whole, `${folder}/program`, '--strip-all');
}

function place(path: string, from = debug): string {
  mkdirSync(dirname(path), { recursive: true });
  copyFileSync(from, path);
  return path;
}

/** `folder/.build-id/ab/cdef.debug` */
function byBuildId(folder: string): string {
  return join(folder, '.build-id', buildId.slice(0, 2), `${buildId.slice(2)}.debug`);
}

const open = (file: string, ...folders: string[]): Promise<SymbolIndex> =>
  SymbolIndex.open(file, undefined, { folders });
const key = ({ name, fileOffset, size, section }: SymbolRow): string =>
  [name, fileOffset, size, section].join(' ');

/** All that can be probed is what the unstripped program has, at the same offsets of the probed file. */
async function expectAll(file: string, debugFile: string, ...folders: string[]): Promise<void> {
  const index = await open(file, ...folders);
  expect(index.counts).toMatchObject({ tables: ['debugfile', 'dynsym'], debugFile });
  const rows = await allRows(index, { probeableOnly: true });
  const truth = await allRows(await SymbolIndex.open(whole), { probeableOnly: true });
  expect(rows.length).toBeGreaterThan(5);
  expect(rows.map(key).sort()).toEqual(truth.map(key).sort());
  const offsetOf = offsetBySections(file);
  for (const row of rows) {
    expect(row.fileOffset).toBe(offsetOf(row.address));
    expect(row.debugFile).toBe(debugFile);
  }
}

async function expectNone(file: string, ...folders: string[]): Promise<void> {
  const { counts } = await open(file, ...folders);
  expect(counts.tables).toEqual(['dynsym']);
  expect(counts.debugFile).toBeUndefined();
}

describe('a separate debug file', () => {
  it('is found by build-id in a folder of the user', async () => {
    const file = byBuildId(fixtures.path('mine'));
    await expectAll(stripped('byId'), place(file), fixtures.path('mine'));
    await expectNone(stripped('byId'));
    await expectNone(stripped('byId'), 'mine');
  });

  it.each(['whole.debug', '.debug/whole.debug'])('is found by its link as %s', async name => {
    const program = linked(`link-${dirname(name)}`);
    await expectAll(program, place(join(dirname(program), name)));
  });

  it('is found by its link in a folder of the user, also below the path of the program', async () => {
    const program = linked('far');
    const flat = place(fixtures.path('flat/whole.debug'));
    await expectAll(program, flat, fixtures.path('flat'));
    const tree = fixtures.path('tree');
    const deep = place(join(tree, dirname(program), 'whole.debug'));
    await expectAll(program, deep, tree);
  });

  it('is found by its link beside what a symbolic link leads to', async () => {
    const program = linked('real');
    const file = place(join(dirname(program), 'whole.debug'));
    const link = fixtures.path('links/program');
    mkdirSync(dirname(link));
    symlinkSync(program, link);
    await expectAll(link, file);
  });

  it('goes before .gnu_debugdata, which holds functions only', async () => {
    const mini = withDebugData(fixtures, whole, 'mini');
    await expectAll(mini, byBuildId(fixtures.path('mine')), fixtures.path('mine'));
  });

  it('with compressed sections of debug information is read all the same', async () => {
    const program = linked('packed');
    const packed = fixtures.objcopy(debug, 'packed.debug', '--compress-debug-sections=zlib');
    await expectAll(program, place(join(dirname(program), 'whole.debug'), packed));
  });

  it('is not looked for where the program has its own symbol table', async () => {
    const { counts } = await open(whole, fixtures.path('mine'));
    expect(counts.tables).toEqual(['symtab']);
  });
});

describe('a debug file that does not belong to the program', () => {
  it('by its build-id is passed over', async () => {
    const other = fixtures.program('other', '-no-pie', '-rdynamic', '-Wl,--build-id=sha1');
    const program = linked('otherId', debug);
    place(join(dirname(program), 'whole.debug'), other);
    place(byBuildId(fixtures.path('lies')), other);
    await expectNone(program, fixtures.path('lies'));
  });

  it('by its checksum is passed over when there is no build-id', async () => {
    const plain = fixtures.program('plain', '-pie', '-fPIE', '-rdynamic', '-Wl,--build-id=none');
    const plainDebug = fixtures.objcopy(plain, 'plain.debug', '--only-keep-debug');
    const program = linked('crc', plainDebug, plain);
    const file = place(join(dirname(program), 'plain.debug'), plainDebug);
    expect((await open(program)).counts.debugFile).toBe(file);
    const changed = readFileSync(file);
    changed[changed.length - 1]! ^= 1;
    writeFileSync(file, changed);
    await expectNone(program);
    // Too large to sum up; it is sparse and takes no room.
    truncateSync(file, 2 ** 32);
    await expectNone(program);
  });

  it.each([
    ['text', 'no ELF file'],
    ['nothing', ''],
  ])('as it is %s is passed over', async (name, text) => {
    const program = linked(name);
    writeFileSync(join(dirname(program), 'whole.debug'), text);
    await expectNone(program);
  });

  it('as it is a folder or a FIFO is passed over', async () => {
    const program = linked('odd');
    mkdirSync(join(dirname(program), 'whole.debug'));
    mkdirSync(join(dirname(program), '.debug'));
    execFileSync('mkfifo', [join(dirname(program), '.debug/whole.debug')]);
    await expectNone(program);
  });

  it('as it is the program itself is passed over', async () => {
    const program = linked('cycle');
    linkSync(program, join(dirname(program), 'whole.debug'));
    await expectNone(program);
  });
});

describe('a damaged debug file', () => {
  it('never keeps the program from being read, in time', { timeout: 120_000 }, async () => {
    const program = linked('damaged');
    const file = join(dirname(program), 'whole.debug');
    const good = readFileSync(debug);
    // Its header, its section headers at the end, and anywhere.
    const spot = fc.oneof(
      fc.nat(63),
      fc.nat(4000).map(back => good.length - 1 - back),
      fc.nat(good.length - 1),
    );
    const writes = fc.array(fc.tuple(spot, fc.nat(255)), { minLength: 1, maxLength: 12 });
    let read = 0;
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(writes, async changes => {
        const bytes = Buffer.from(good);
        for (const [at, value] of changes) {
          bytes[at] = value;
        }
        writeFileSync(file, bytes);
        const start = performance.now();
        const index = await open(program);
        for (const row of await allRows(index, { probeableOnly: true })) {
          expect(row.fileOffset! < index.info.size).toBe(true);
        }
        expect(performance.now() - start).toBeLessThan(2000);
        runs++;
        read += index.counts.debugFile ? 1 : 0;
      }),
      { numRuns: 400 },
    );
    expect(Math.min(read, runs - read)).toBeGreaterThan(20);
  });
});

describe('a debug link', () => {
  const linkIn = (body: Buffer): string => {
    const section = { name: '.gnu_debuglink', type: 1, body };
    writeFileSync(fixtures.path('handmade'), new ElfBuilder(64, true).file([section], []));
    return fixtures.path('handmade');
  };

  it('is what readelf shows', async () => {
    const program = linked('shown');
    const shown = run('readelf', ['--debug-dump=links', program]);
    const crc = Number(/CRC value: (0x\w+)/.exec(shown)![1]!);
    expect(await withElfImage(program, readDebugLink)).toEqual({ name: 'whole.debug', crc });
  });

  it.each([
    ['a path', '../../etc/passwd\0\0\0\0\0\0\0\0'],
    ['a folder', '..\0\0\0\0\0\0'],
    ['no name', '\0\0\0\0\0\0\0\0'],
    ['no end', 'abcdefgh'],
    ['no checksum', 'abc\0'],
  ])('that is %s names nothing', async (_, text) => {
    expect(await withElfImage(linkIn(Buffer.from(text)), readDebugLink)).toBeUndefined();
  });
});

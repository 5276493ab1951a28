import { execFileSync } from 'node:child_process';
import { chmodSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { ElfErrorCode } from '../../../src/elf/elfError';
import { SymbolIndex } from '../../../src/elf/symbolIndex';
import { ElfBuilder, program } from './support/elfBuilder';
import { Fixtures } from './support/fixtures';

const fixtures = new Fixtures();
afterAll(() => fixtures.remove());

const good = program([{ name: 'main', value: 0x401000n }]);

function file(name: string, bytes: Uint8Array | string): string {
  writeFileSync(fixtures.path(name), bytes);
  return fixtures.path(name);
}

/** A copy of a good file with some bytes replaced. */
function patched(name: string, at: number, ...bytes: number[]): string {
  const copy = Buffer.from(good);
  copy.set(bytes, at);
  return file(name, copy);
}

const cases: readonly (readonly [string, ElfErrorCode, () => string])[] = [
  ['a missing file', 'notFound', () => fixtures.path('missing')],
  ['a file below a file', 'notFound', () => `${file('plain', 'x')}/inside`],
  ['an empty file', 'notElf', () => file('empty', '')],
  ['a text file', 'notElf', () => file('text', '#!/bin/sh\nexit 0\n')],
  ['a directory', 'notRegular', () => fixtures.folder],
  ['a device', 'notRegular', () => '/dev/zero'],
  [
    'a FIFO nobody writes to',
    'notRegular',
    () => {
      execFileSync('mkfifo', [fixtures.path('fifo')]);
      return fixtures.path('fifo');
    },
  ],
  [
    'a link to itself',
    'unreadable',
    () => {
      symlinkSync('loop', fixtures.path('loop'));
      return fixtures.path('loop');
    },
  ],
  ['a header cut short', 'truncated', () => file('short', good.subarray(0, 40))],
  ['a section table cut off', 'truncated', () => file('cut', good.subarray(0, -10))],
  ['an unknown class', 'unsupported', () => patched('class', 4, 7)],
  ['an unknown byte order', 'unsupported', () => patched('order', 5, 3)],
  ['a core dump', 'unsupported', () => patched('core', 16, 4)],
  ['section headers of a wrong size', 'unsupported', () => patched('shentsize', 58, 7)],
  ['program headers of a wrong size', 'unsupported', () => patched('phentsize', 54, 7)],
  ['program headers past the end', 'truncated', () => patched('phoff', 36, 1)],
];

describe('a file that is no executable', () => {
  it.each(cases)('%s is %s', async (_, code, make) => {
    await expect(SymbolIndex.open(make())).rejects.toMatchObject({ name: 'ElfError', code });
  });

  it('is refused when the user may not read it', async context => {
    if (process.getuid?.() === 0) {
      // Root may read all: an ordinary user is tried in its stead.
      const secret = file('secret', good);
      chmodSync(secret, 0o000);
      chmodSync(fixtures.folder, 0o755);
      process.seteuid?.(65534);
      try {
        await expect(SymbolIndex.open(secret)).rejects.toMatchObject({ code: 'unreadable' });
      } finally {
        process.seteuid?.(0);
      }
      return;
    }
    const secret = file('secret', good);
    chmodSync(secret, 0o000);
    await expect(SymbolIndex.open(secret)).rejects.toMatchObject({ code: 'unreadable' });
    context.onTestFinished(() => chmodSync(secret, 0o600));
  });

  it('is refused when a table claims to be huge, before memory is taken for it', async () => {
    const builder = new ElfBuilder(64, true);
    const huge = 600n << 20n;
    const bytes = builder.file(
      [
        { name: '.symtab', type: 2, link: 2, entrySize: 24, body: Buffer.alloc(24), size: huge },
        { name: '.strtab', type: 3, body: Buffer.from('\0') },
      ],
      [],
    );
    const path = file('huge', bytes);
    await expect(SymbolIndex.open(path)).rejects.toMatchObject({ code: 'truncated' });
    // Sparse: it takes no room on the disk.
    truncateSync(path, Number(huge) * 2);
    await expect(SymbolIndex.open(path)).rejects.toMatchObject({ code: 'tooLarge' });
  });

  it('is refused when its symbol names lie past the end', async () => {
    const strings = { name: '.strtab', type: 3, body: Buffer.from('\0'), size: 1n << 40n };
    const symtab = { name: '.symtab', type: 2, link: 2, entrySize: 24, body: Buffer.alloc(24) };
    const path = file('names', new ElfBuilder(64, true).file([symtab, strings], []));
    await expect(SymbolIndex.open(path)).rejects.toMatchObject({ code: 'truncated' });
  });
});

describe('an executable without symbols', () => {
  it('is an empty list', async () => {
    const stripped = fixtures.gcc('plain', ['freestanding.c'], '-static', '-nostdlib', '-s');
    const index = await SymbolIndex.open(stripped);
    expect(index.counts).toMatchObject({ tables: [], symbols: 0, functions: 0, probeable: 0 });
    expect(await index.query({ text: '' })).toEqual({ total: 0, rows: [] });
    expect(await index.query({ text: 'main' })).toEqual({ total: 0, rows: [] });
    expect(index.symbolAt({ fileOffset: 0n })).toBeUndefined();
  });
});

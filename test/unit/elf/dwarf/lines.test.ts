import fc from 'fast-check';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LineTables } from '../../../../src/elf/dwarf/lineTables';
import { ElfError } from '../../../../src/elf/elfError';
import type { DebugPlaces } from '../../../../src/elf/debugPlaces';
import { Fixtures, run } from '../support/fixtures';
import { goBuild } from '../support/goBuild';
import { mutations } from '../support/mutants';
import { trueAddresses, trueLines } from '../support/trueLines';

const fixtures = new Fixtures();
afterAll(() => fixtures.remove());

async function linesOf(
  file: string,
  addresses: readonly number[],
  places: DebugPlaces = { folders: [] },
): Promise<string[]> {
  const { ino, size, mtimeNs } = statSync(file, { bigint: true });
  const tables = new LineTables({ path: file, places }, { inode: ino, size, mtime: mtimeNs });
  const lines = await tables.at(addresses.map(address => ({ address: BigInt(address) })));
  return lines.map(line => (line ? `${line.path}:${line.line}` : '??'));
}

/** Compares with addr2line at each row of the tables, and a byte before and after. */
async function expectTrue(file: string, ...where: [debug?: string, places?: DebugPlaces]) {
  const [debug = file, places] = where;
  const addresses = trueAddresses(debug);
  expect(addresses.length).toBeGreaterThan(50);
  expect(await linesOf(file, addresses, places)).toEqual(trueLines(debug, addresses));
}

describe('the lines of a program', () => {
  it.each([
    ['version 2', ['-gdwarf-2', '-gstrict-dwarf']],
    ['version 3', ['-gdwarf-3', '-gstrict-dwarf', '-fdebug-types-section']],
    ['version 4, optimised', ['-gdwarf-4', '-O2', '-ffunction-sections']],
    ['version 5, optimised', ['-gdwarf-5', '-O2']],
    ['version 5 of 64 bits', ['-gdwarf-5', '-gdwarf64', '-gno-as-loc-support']],
    ['version 4 of 64 bits', ['-gdwarf-4', '-gdwarf64', '-gno-as-loc-support']],
    ['compressed', ['-gdwarf-5', '-gz']],
    ['without location views', ['-gdwarf-4', '-gno-as-loc-support']],
  ])('of DWARF %s are those of addr2line', async (name, flags) => {
    const file = fixtures.program(`lines ${name.replaceAll(' ', '')}`, '-pie', '-fPIE', ...flags);
    await expectTrue(file);
  });

  it('of 32 bits are those of addr2line', async () => {
    const flags = ['-m32', '-static', '-nostdlib'];
    const file = fixtures.gcc('lines.32', ['freestanding.c'], ...flags);
    const addresses = trueAddresses(file);
    expect(await linesOf(file, addresses)).toEqual(trueLines(file, addresses));
  });

  it('are found without address ranges, by what units say of themselves', async () => {
    const whole = fixtures.program('lines.ranged', '-pie', '-fPIE', '-O2');
    await expectTrue(fixtures.objcopy(whole, 'lines.unranged', '-R', '.debug_aranges'));
  });

  it('are found in its debug file', async () => {
    const whole = fixtures.program('lines.whole', '-pie', '-fPIE');
    const debug = fixtures.objcopy(whole, 'lines.debug', '--only-keep-debug');
    const link = `--add-gnu-debuglink=${debug}`;
    const stripped = fixtures.objcopy(whole, 'lines.stripped', '--strip-debug', link);
    await expectTrue(stripped, debug, { folders: [fixtures.folder] });
    expect(await linesOf(fixtures.objcopy(whole, 'lines.none', '-g'), [0x1139])).toEqual(['??']);
  });

  it('of a Go program are those of addr2line, also for a machine of another byte order', async () => {
    for (const arch of ['amd64', 's390x']) {
      const file = goBuild(fixtures, `lines.${arch}`, arch);
      const of = new RegExp(`^([0-9a-f]+) .* (main\\..*|runtime\\.(mallocgc|main))$`, 'gm');
      const starts = [...run('nm', [file]).matchAll(of)].map(([, at]) => parseInt(at!, 16));
      expect(starts.length).toBeGreaterThan(3);
      const lines = await linesOf(file, starts);
      expect(lines.filter(line => line.includes('accounts.go:')).length).toBeGreaterThan(1);
      if (arch === 'amd64') {
        expect(lines).toEqual(trueLines(file, starts));
      }
    }
  });

  it('are not told of a file that took its place', async () => {
    const file = fixtures.program('lines.replaced', '-pie', '-fPIE');
    const [address = 0] = trueAddresses(file);
    const { ino, size, mtimeNs } = statSync(file, { bigint: true });
    const search = { path: file, places: { folders: [] } };
    const tables = new LineTables(search, { inode: ino, size, mtime: mtimeNs + 1n });
    expect(await tables.at([{ address: BigInt(address) }])).toEqual([null]);
  });
});

describe('lines that are no longer wanted', () => {
  it('stop being looked for, and are told to those who ask again', async () => {
    // Without ranges, so that all units are gone over.
    const file = goBuild(fixtures, 'lines.stopped', 'amd64');
    const { ino, size, mtimeNs } = statSync(file, { bigint: true });
    const search = { path: file, places: { folders: [] } };
    const tables = new LineTables(search, { inode: ino, size, mtime: mtimeNs });
    const [, address] = /^([0-9a-f]+) T main\.main$/m.exec(run('nm', [file]))!;
    const places = [{ address: BigInt(`0x${address!}`) }];
    const stop = new AbortController();
    const stopped = tables.at(places, stop.signal);
    setImmediate(() => stop.abort(new Error('no longer wanted')));
    await expect(stopped).rejects.toThrow('no longer wanted');
    expect((await tables.at(places)).map(line => line?.line)).toEqual(
      trueLines(file, [Number(`0x${address!}`)]).map(text => Number(text.split(':').at(-1))),
    );
  });
});

describe('damaged line tables', () => {
  const seeds: { readonly bytes: Buffer; readonly places: readonly number[] }[] = [];

  beforeAll(() => {
    for (const flags of [['-gdwarf-4'], ['-gdwarf-5', '-ffunction-sections'], ['-gdwarf-2']]) {
      const file = fixtures.program(`lines seed ${flags.join('')}`, '-pie', '-fPIE', ...flags);
      const places = [
        ...run('readelf', ['-WS', file]).matchAll(
          /\.debug_(?:line|info|abbrev|aranges)\s+PROGBITS\s+\w+ (\w+) (\w+)/g,
        ),
      ].flatMap(([, offset, size]) =>
        [0, 0.3, 0.9].map(part => Math.floor(parseInt(offset!, 16) + part * parseInt(size!, 16))),
      );
      expect(places.length).toBeGreaterThan(8);
      seeds.push({ bytes: readFileSync(file), places });
    }
  });

  it('are read or refused with an ElfError, in time', { timeout: 60_000 }, async () => {
    const file = fixtures.path('lines.mutant');
    const counts = { read: 0, refused: 0 };
    const addresses = Array.from({ length: 64 }, (_, index) => 0x1100 + 16 * index);
    await fc.assert(
      fc.asyncProperty(mutations, async ({ seed, writes }) => {
        const { bytes, places } = seeds[seed % seeds.length]!;
        const damaged = Buffer.from(bytes);
        for (const { spot, distance, value } of writes) {
          damaged[places[spot % places.length]! + (distance % 60)] = value;
        }
        writeFileSync(file, damaged);
        const start = performance.now();
        try {
          await linesOf(file, addresses);
          counts.read++;
        } catch (error) {
          expect(error).toBeInstanceOf(ElfError);
          counts.refused++;
        }
        expect(performance.now() - start).toBeLessThan(2000);
      }),
      { numRuns: 400 },
    );
    expect(Math.min(counts.read, counts.refused)).toBeGreaterThan(20);
  });
});

import { join } from 'node:path';
import type { SymbolIndex } from '../../../../src/elf/symbolIndex';
import type { SymbolRow } from '../../../../src/elf/symbolRow';
import { run, type Fixtures } from './fixtures';
import { allRows } from './rows';

const SOURCES = join(import.meta.dirname, '../../../fixtures/usdt');

/** Compiles test/fixtures/usdt, which carries USDT probes with and without semaphores. */
export function usdtProgram(fixtures: Fixtures, name: string, ...flags: string[]): string {
  const path = fixtures.path(name);
  const sources = ['shop.c', 'stock.c'].map(source => join(SOURCES, source));
  run('gcc', ['-g', ...flags, '-o', path, ...sources]);
  return path;
}

/** The rows of USDT probes, in the order of their names. */
export async function usdtRowsOf(index: SymbolIndex): Promise<SymbolRow[]> {
  const rows = await allRows(index, { order: 'name' });
  return rows.filter(row => row.type === 'usdt');
}

/** One note as `readelf -n` prints it. */
export interface TrueNote {
  readonly name: string;
  readonly address: bigint;
  readonly semaphore: bigint;
  readonly text: string;
}

const NOTE =
  /Provider: (\S+)\s+Name: (\S+)\s+Location: (0x\w+), Base: 0x\w+, Semaphore: (0x\w+)\s+Arguments: (.*)/g;

export function readelfNotes(file: string): TrueNote[] {
  return Array.from(
    run('readelf', ['-nW', file]).matchAll(NOTE),
    ([, provider = '', name = '', address = '0', semaphore = '0', text = '']) => ({
      name: `${provider}:${name}`,
      address: BigInt(address),
      semaphore: BigInt(semaphore),
      text: text.trim(),
    }),
  );
}

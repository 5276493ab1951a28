import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Demangler } from '../../src/elf/names/demangler';
import { SymbolIndex } from '../../src/elf/symbolIndex';
import type { Table } from './table';

/** Few, since all names are demangled in each, which takes seconds. */
const ROUNDS = 3;

/** Keystrokes over raw and demangled names. */
export async function demangledKeystrokes(table: Table, file: string): Promise<void> {
  const { resolve } = createRequire(join(process.cwd(), 'package.json'));
  const wasm = Uint8Array.from(readFileSync(resolve('gecko-profiler-demangle/index_bg.wasm')));
  const demangler = await Demangler.load(wasm);
  for (let round = 0; round < ROUNDS; round++) {
    const index = await SymbolIndex.open(file, demangler);
    const query = async (label: string, text: string, now = false): Promise<void> => {
      const from = performance.now();
      await index.query({ text, now });
      table.add(`demangled: ${label}`, performance.now() - from);
    };
    await query('first answer, raw names', 'x', true);
    await query('first answer, all names', 'x');
    await query('in one name in eight', 'session::h');
    await query('goes on', 'session::handler');
    await query('in every name', 'handler');
    await query('in none', 'Zebra');
  }
}

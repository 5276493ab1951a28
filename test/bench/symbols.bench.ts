import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Demangler } from '../../src/elf/names/demangler';
import { SymbolIndex } from '../../src/elf/symbolIndex';
import { writeManySymbols } from './manySymbols';
import { Table } from './table';

const COUNT = 1_000_000;
const ROUNDS = 9;
/** Of those in which names are demangled too, which takes seconds. */
const DEMANGLED_ROUNDS = 3;

const folder = mkdtempSync(join(tmpdir(), 'probescope-symbols-'));
const file = join(folder, 'million');
try {
  writeManySymbols(file, COUNT);
  await measure();
} finally {
  rmSync(folder, { recursive: true });
}

/** Both sides in turn, so that what else the machine does hits both. */
async function measure(): Promise<void> {
  const table = new Table(`${COUNT} symbols, ${statSync(file).size >> 20} MiB`, 'nm -p');
  for (let round = 0; round < ROUNDS; round++) {
    table.time('nm -p', () => {
      const nm = spawnSync('nm', ['-p', file], { stdio: ['ignore', 'ignore', 'inherit'] });
      if (nm.status !== 0) {
        throw new Error('nm failed');
      }
    });
    const start = performance.now();
    const index = await SymbolIndex.open(file);
    table.add('open', performance.now() - start);
    const page = await index.query({ text: '' });
    table.add('open and first page', performance.now() - start);
    if (page.total !== COUNT || index.counts.probeable !== COUNT) {
      throw new Error('symbols are missing');
    }
    await keystrokes(table, index, start);
  }
  await demangled(table);
  table.print();
  process.stdout.write(`resident at the end: ${process.memoryUsage().rss >> 20} MiB\n\n`);
  table.judge('open and first page / nm -p', 'open and first page', { ratio: 1 / 8 });
  table.judge('searchable index / nm -p', 'open and first keystroke', { ratio: 1 / 2.5 });
  for (const label of ['in one name in eight', 'in every name', 'in none', 'goes on', 'glob']) {
    table.judge(`keystroke, ${label}, ms`, `keystroke: ${label}`, { ms: 20 });
  }
  table.judge('keystroke, fuzzy, ms', 'keystroke: fuzzy', { ms: 50 });
}

async function keystrokes(table: Table, index: SymbolIndex, start: number): Promise<void> {
  const query = async (label: string, text: string, order?: 'name'): Promise<void> => {
    const from = performance.now();
    await index.query({ text, ...(order && { order }) });
    table.add(label, performance.now() - from);
  };
  await query('first keystroke, any case (folds and sorts)', 'x');
  table.add('open and first keystroke', performance.now() - start);
  await query('keystroke: in one name in eight', 'session');
  await query('keystroke: in every name', 'handl');
  await query('keystroke: goes on', 'handler');
  await query('keystroke: in 36 names', 'read00000');
  await query('first fuzzy keystroke (makes masks)', 'prbscpnthndx');
  await query('keystroke: in none', 'Zebra');
  await query('keystroke: fuzzy', 'sessnhdlropn');
  await query('keystroke: glob', '*7session?handler*xyz*');
  await query('keystroke: regular expression', '/session\\d+/');
  await query('first sort by name', '', 'name');
}

/** The same over raw and demangled names. */
async function demangled(table: Table): Promise<void> {
  const { resolve } = createRequire(join(process.cwd(), 'package.json'));
  const wasm = Uint8Array.from(readFileSync(resolve('gecko-profiler-demangle/index_bg.wasm')));
  const demangler = await Demangler.load(wasm);
  for (let round = 0; round < DEMANGLED_ROUNDS; round++) {
    const index = await SymbolIndex.open(file, demangler);
    const query = async (label: string, text: string, now = false): Promise<void> => {
      const from = performance.now();
      await index.query({ text, now });
      table.add(label, performance.now() - from);
    };
    await query('demangled: first answer, raw names', 'x', true);
    await query('demangled: first answer, all names', 'x');
    await query('demangled: in one name in eight', 'session::h');
    await query('demangled: goes on', 'session::handler');
    await query('demangled: in none', 'Zebra');
  }
}

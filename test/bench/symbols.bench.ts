import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SymbolIndex } from '../../src/elf/symbolIndex';
import { writeManySymbols } from './manySymbols';
import { Table } from './table';

const COUNT = 1_000_000;
const ROUNDS = 9;

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
    const query = async (label: string, text: string, order?: 'name'): Promise<void> => {
      const from = performance.now();
      await index.query({ text, ...(order && { order }) });
      table.add(label, performance.now() - from);
    };
    await query('first keystroke, any case (folds and sorts)', 'x');
    await query('keystroke: in one name in eight', 'session');
    await query('keystroke: in every name', 'handler');
    await query('keystroke: in 36 names', 'read00000');
    await query('keystroke: in none, case minded', 'Zebra');
    await query('first sort by name', '', 'name');
  }
  table.print();
  const { rss } = process.memoryUsage();
  process.stdout.write(`resident at the end: ${rss >> 20} MiB\n`);
}

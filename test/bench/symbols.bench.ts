import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { SymbolIndex } from '../../src/elf/symbolIndex';
import { demangledKeystrokes } from './demangledKeystrokes';
import { keystrokes, type Typed } from './keystrokes';
import { writeManySymbols } from './manySymbols';
import { installedPeers, NM, peakMemory, runPeer } from './peers';
import { judge, Table } from './table';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const COUNT = 1_000_000;
const MEMORY_ROUNDS = 3;
const MILLION: readonly Typed[] = [
  { label: 'in one name in eight', word: 'session' },
  { label: 'in every name', word: 'handler' },
  { label: 'with case', word: 'Handler' },
  { label: 'in none', word: 'zebra', isSought: true },
  { label: 'fuzzy', word: 'sessnhdlropn', isSought: true },
  { label: 'fuzzy, in every name', word: 'prbscpndlr', isSought: true },
  { label: 'glob', word: '*7session?handler*', isSought: true, isPattern: true },
  { label: 'regular expression', word: '/session\\d+/', isSought: true, isPattern: true },
];
const NODE: readonly Typed[] = [
  { label: 'in many names', word: 'internal' },
  { label: 'with case', word: 'Isolate' },
  { label: 'in none', word: 'zebra0', isSought: true },
  { label: 'fuzzy', word: 'nodintrnlrdfl', isSought: true },
  { label: 'glob', word: '*uv_*read*', isSought: true, isPattern: true },
  { label: 'regular expression', word: '/uv_\\w+read/', isSought: true, isPattern: true },
];

const [mode, peakOf] = process.argv.slice(2);
if (mode === 'peak') {
  await showPeak(peakOf);
} else {
  await bench();
}

/** In a process of its own: its peak is read from outside once it has written something. */
async function showPeak(file: string | undefined): Promise<void> {
  if (file) {
    const index = await SymbolIndex.open(file);
    await index.query({ text: 'x' });
    await index.query({ text: 'e' });
  }
  process.stdout.write('done\n');
  process.stdin.resume();
}

async function bench(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'probescope-symbols-'));
  const file = join(folder, 'million');
  try {
    writeManySymbols(file, COUNT);
    const million = await measure(`${COUNT} symbols`, file, MILLION);
    await demangledKeystrokes(million, file);
    million.print();
    const memory = await memoryRatio(file);
    const node = await measure('the Node binary', process.execPath, NODE);
    node.print();
    const nodeMemory = await memoryRatio(process.execPath);
    process.stdout.write(
      `load: ${loadavg()
        .map(load => load.toFixed(1))
        .join(' ')}\n\n`,
    );
    judgeAll('', million, MILLION);
    judge('peak-memory/nm', memory.process, 0.7);
    judgeAll('node-binary/', node, NODE);
    judge('node-binary/peak-memory-of-index/nm', nodeMemory.index, 0.7);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Both sides in turn, so that what else the machine does hits both. */
async function measure(what: string, file: string, words: readonly Typed[]): Promise<Table> {
  const table = new Table(`${what}, ${statSync(file).size >> 20} MiB`, NM.name);
  const peers = installedPeers();
  for (let round = 0; round < NM.rounds; round++) {
    for (const peer of [NM, ...peers.filter(({ rounds }) => round < rounds)]) {
      table.time(peer.name, () => runPeer(peer, file));
    }
    // What earlier rounds left is nothing of this one: a worker reads a file once, and nm is a new process each time.
    collectGarbage();
    const start = performance.now();
    const first = await SymbolIndex.begin(file);
    const page = first.page ?? (await (await first.index).query({ text: '' }));
    table.add('open and first page', performance.now() - start);
    const index = await first.index;
    await index.query({ text: 'x' });
    table.add('searchable: open and first keystroke', performance.now() - start);
    const { total } = await index.query({ text: '' });
    if (page.rows.length !== 200 || !(page.counting ?? page.total === total)) {
      throw new Error('symbols are missing');
    }
    await keystrokes(table, index, words);
  }
  return table;
}

/**
 * Peaks of memory as a part of nm's. The target is of the index of a million symbols in process: a whole process of Node
 * meets it there. For a file so small that Node alone takes half of that target, what the index adds to Node is judged.
 */
async function memoryRatio(file: string): Promise<{ process: number; index: number }> {
  // As built: what runs here.
  const [, script = ''] = process.argv;
  const peaks: [ours: number, nm: number, node: number][] = [];
  for (let round = 0; round < MEMORY_ROUNDS; round++) {
    peaks.push([
      await peakMemory(process.execPath, [script, 'peak', file]),
      await peakMemory('nm', ['-p', file]),
      await peakMemory(process.execPath, [script, 'peak']),
    ]);
  }
  const [ours = 0, nm = 0, node = 0] = [0, 1, 2].map(i =>
    Math.max(...peaks.map(peak => peak[i] ?? 0)),
  );
  const text = [ours, nm, node].map(each => each.toFixed(0));
  process.stdout.write(
    `peak memory, MiB, of whole processes: Node with the index ${text[0]}, nm -p ${text[1]}; Node alone ${text[2]}\n\n`,
  );
  return { process: ours / nm, index: (ours - node) / nm };
}

/** Keystrokes by the time of processors: on a machine that does other things too the clock says nothing of ours. */
function judgeAll(prefix: string, table: Table, words: readonly Typed[]): void {
  judge(`${prefix}first-page/nm-p`, table.ratio('open and first page'), 1 / 8);
  judge(`${prefix}searchable/nm-p`, table.ratio('searchable: open and first keystroke'), 0.4);
  for (const { label, isPattern } of words) {
    if (!isPattern) {
      const name = `${prefix}keystroke-${label.replaceAll(/\W+/g, '-')}-ms`;
      const most = label.startsWith('fuzzy') ? 50 : 20;
      judge(name, table.median(`keystroke, CPU: ${label}`), most);
    }
  }
}

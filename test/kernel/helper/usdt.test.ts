import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, open, readFile, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SymbolIndex } from '../../../src/elf/symbolIndex';
import type { SymbolRow } from '../../../src/elf/symbolRow';
import { userSymbol } from '../../../src/extension/binaries/userSymbol';
import { createRequest } from '../../../src/extension/session/createRequest';
import type { Probe } from '../../../src/protocol/probes';
import { mustCommand } from '../../rigs/command';
import { rowNamed } from '../../unit/elf/support/rows';
import { builtHelper, removeHelper } from './support/builtHelper';
import { RunningHelper } from './support/runningHelper';

const SOURCES = join(import.meta.dirname, '../../fixtures/usdt');
const ROUNDS = 8;
const INSTANCE = `/sys/kernel/tracing/instances/usdt_test_p${process.pid}`;

let helperFile: string;
let folder: string;

beforeAll(async () => {
  helperFile = await builtHelper();
  folder = await mkdtemp(join(tmpdir(), 'probescope-usdt-'));
});
// Where a test did not come to it.
afterEach(() => rmdir(INSTANCE).catch(() => undefined));
afterAll(async () => {
  await removeHelper(helperFile);
  await rm(folder, { recursive: true });
});

/** The program, compiled in each way that puts code and data elsewhere. */
async function compile(name: string, ...flags: string[]): Promise<string> {
  const path = join(folder, name);
  const sources = ['shop.c', 'stock.c'].map(source => join(SOURCES, source));
  await mustCommand(['gcc', ...flags, '-o', path, ...sources]);
  return path;
}

/** A buffer of ours that records these probes. */
async function recordingInstance(probes: readonly Probe[]): Promise<string> {
  await mkdir(INSTANCE);
  for (const { group, event } of probes) {
    const file = join(INSTANCE, 'events', group.name, event, 'enable');
    await writeFile(file, '1', { flag: 'a' });
  }
  return INSTANCE;
}

/** What the extension asks for when the row is attached as it is. */
async function request(path: string, row: SymbolRow) {
  const { dev, ino } = await stat(path, { bigint: true });
  const index = await SymbolIndex.open(path);
  expect([index.info.dev, index.info.inode]).toEqual([dev, ino]);
  const target = userSymbol(path, { ...index.info, ...index.counts }, row)!;
  return createRequest({ kind: 'uprobe', target }, undefined, true);
}

/** The arguments of each record of a probe in a buffer of ours, in order. */
async function recorded(instance: string, { event }: Probe): Promise<string[]> {
  const text = await readFile(join(instance, 'trace'), 'utf8');
  return text
    .split('\n')
    .filter(line => line.includes(` ${event}: `))
    .map(line => line.slice(line.indexOf(') ') + 2));
}

describe.each([
  ['O2', ['-O2']],
  ['O0', ['-O0']],
  ['fixed', ['-O2', '-no-pie', '-fno-pie']],
] as const)('USDT probes of a program compiled as %s', (name, flags) => {
  it('turn the program’s own checks on, are hit at all sites, and tell the arguments', async () => {
    const path = await compile(name, ...flags);
    const index = await SymbolIndex.open(path);
    expect(await mustCommand([path, `${ROUNDS}`])).toBe('on 0 semaphores 0 0\n');

    await using helper = new RunningHelper(helperFile);
    await helper.hello();
    const probes: Probe[] = [];
    for (const wanted of ['shop:order', 'shop:paid', 'shop:stocked', 'shop:bare']) {
      const create = await request(path, await rowNamed(index, wanted));
      const { results } = await helper.client.request('create', { probes: [create] });
      expect(results, wanted).toMatchObject([{ ok: true }]);
      probes.push(...results.flatMap(result => (result.ok ? [result.probe] : [])));
    }
    const instance = await recordingInstance(probes);
    // Two sites, and each counts the semaphore up.
    expect(await mustCommand([path, `${ROUNDS}`])).toBe(`on ${ROUNDS} semaphores 1 2\n`);

    const { counts } = await helper.client.request('hits', {});
    expect(counts.map(({ hits }) => Number(hits))).toEqual([
      ROUNDS,
      // Half of them come by both sites.
      ROUNDS + ROUNDS / 2,
      ROUNDS,
      ROUNDS,
    ]);
    const [order, paid, stocked] = probes;
    const orders = await recorded(instance, order!);
    expect(orders).toHaveLength(ROUNDS);
    expect(orders[3]).toMatch(/^arg1=3 arg2=-1 arg3=-2 arg4=\d+ arg5=30 arg6=-5$/);
    expect((await recorded(instance, paid!)).slice(0, 4)).toEqual(
      // At -O2 the second site's arguments are of other types but the first.
      ['arg1=0', 'arg1=1', 'arg1=1', 'arg1=2'],
    );
    const stocks = await recorded(instance, stocked!);
    // Global data, of which the program changes one a round.
    expect(stocks[2]).toMatch(/^arg1=98 .*arg5=2$/);

    // Which switches them off in it: else they are in use.
    await rmdir(instance);
    const { results } = await helper.client.request('remove', {
      handles: probes.map(({ handle }) => handle),
    });
    expect(results).toEqual(probes.map(() => ({ ok: true })));
    expect(await mustCommand([path, `${ROUNDS}`])).toBe('on 0 semaphores 0 0\n');
  });
});

describe('a program that runs', () => {
  it('sees its semaphore go up and down with the probe', async () => {
    const path = await compile('running', '-O2');
    const index = await SymbolIndex.open(path);
    const child = spawn(path, ['1000000000'], { stdio: 'ignore' });
    const exit = once(child, 'exit');
    try {
      const { address } = (await index.definitions('shop_order_semaphore'))[0]!;
      const start = await loadAddress(child.pid!, path);
      const semaphore = (): Promise<number> => wordOf(child.pid!, start + address);
      expect(await semaphore()).toBe(0);
      await using helper = new RunningHelper(helperFile);
      await helper.hello();
      const create = await request(path, await rowNamed(index, 'shop:order'));
      const { results } = await helper.client.request('create', { probes: [create] });
      expect(results).toMatchObject([{ ok: true }]);
      expect(await semaphore()).toBe(1);
      await helper.close();
      expect(await semaphore()).toBe(0);
    } finally {
      child.kill();
      await exit;
    }
  });
});

/** Where a PIE's first byte is mapped. */
async function loadAddress(pid: number, path: string): Promise<bigint> {
  for (;;) {
    const maps = await readFile(`/proc/${pid}/maps`, 'utf8');
    const start = maps.split('\n').find(line => line.endsWith(path));
    if (start !== undefined) {
      return BigInt(`0x${start.split('-')[0]!}`);
    }
  }
}

async function wordOf(pid: number, address: bigint): Promise<number> {
  const memory = await open(`/proc/${pid}/mem`);
  try {
    const bytes = Buffer.alloc(2);
    await memory.read(bytes, 0, 2, Number(address));
    return bytes.readUInt16LE();
  } finally {
    await memory.close();
  }
}

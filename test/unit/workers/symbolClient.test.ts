import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SymbolIndex } from '../../../src/elf/symbolIndex';
import { SymbolClient } from '../../../src/workers/symbolClient';
import { program } from '../elf/support/elfBuilder';
import { Fixtures } from '../elf/support/fixtures';
import { loadDemangler } from '../elf/support/loadDemangler';
import { BundledWorker } from './bundledWorker';

const NODE = process.execPath;
const worker = new BundledWorker();
let client: SymbolClient;

beforeAll(() => worker.build());
afterAll(() => worker.remove());
beforeEach(() => {
  client = new SymbolClient(worker.file);
});
afterEach(() => client.dispose());

function smallFile(name: string): string {
  const file = join(worker.folder, name);
  writeFileSync(file, program([{ name, value: 0x401004n, size: 8n }]));
  return file;
}

describe('the symbol client', () => {
  it('gives what the index gives, over the thread border', async () => {
    const file = await client.open(NODE);
    const index = await SymbolIndex.open(NODE, await loadDemangler());
    const query = { text: 'malloc', probeableOnly: true, limit: 20 };
    expect(file.info).toMatchObject(index.info);
    expect(await file.counts()).toEqual(index.counts);
    expect(await file.query(query)).toEqual(await index.query(query));
  });

  it('answers symbolAt, definingLibrary and sonames', async () => {
    const path = smallFile('answer');
    const file = await client.open(path);
    const at = await file.symbolAt({ address: 0x401006n });
    expect(at).toMatchObject({ row: { name: 'answer' }, delta: 2n });
    const node = await client.open(NODE);
    const libm = await node.definingLibrary('cos');
    expect(libm?.soname).toBe('libm.so.6');
    const missing = join(worker.folder, 'missing');
    expect(await client.sonames([path, libm?.path ?? '', missing])).toEqual([
      ...[undefined, 'libm.so.6', undefined],
    ]);
  });

  it('decodes a function in the worker: what a probe at a place would do', async () => {
    // 64 times ret, as the file is built.
    const file = await client.open(smallFile('answer'));
    const entry = await file.inspect({ address: 0x401004n });
    expect(entry).toMatchObject({ row: { name: 'answer' }, cost: 'stepped', uprobe: { ok: true } });
    const behind = await file.inspect({ address: 0x401005n });
    expect(behind.uprobe).toEqual({ ok: false, code: 'unreached' });
  });

  it('tells what rows cost, and remembers it', async () => {
    const file = await client.open(NODE);
    const { rows } = await file.query({ text: 'uv_', probeableOnly: true, limit: 200 });
    const indexes = rows.map(({ index }) => index);
    const costs = await file.costs(indexes);
    expect(costs.map(({ index }) => index)).toEqual(indexes);
    expect(costs.filter(({ cost }) => cost === 'emulated').length).toBeGreaterThan(100);
    expect(await file.costs(indexes.toReversed())).toEqual(costs.toReversed());
    expect(await file.costs([-1, indexes[3]!])).toEqual([costs[3]]);

    const reason = new Error('scrolled away');
    await expect(file.costs(indexes, AbortSignal.abort(reason))).rejects.toBe(reason);
  });

  it('names the implementations of an IFUNC', async () => {
    const fixtures = new Fixtures();
    const file = await client.open(fixtures.program('program'));
    const { rows } = await file.query({ text: 'chosen_at_load', limit: 1 });
    const found = await file.implementations(rows[0]!.index);
    expect(found.map(({ name }) => name)).toEqual(['plain']);
    expect(await file.implementations(-1)).toEqual([]);
    fixtures.remove();
  });

  it('says by code why a file is refused', async () => {
    await expect(client.open(worker.folder)).rejects.toMatchObject({
      name: 'SymbolError',
      code: 'notRegular',
    });
    await expect(client.open(worker.file)).rejects.toMatchObject({ code: 'notElf' });
  });

  it('takes a path that is not UTF-8', async () => {
    const path = Buffer.from(join(worker.folder, 'caf\xe9'), 'latin1');
    writeFileSync(path, program([{ name: 'main', value: 0x401000n }]));
    const file = await client.open(new Uint8Array(path));
    expect((await file.query({ text: 'main' })).total).toBe(1);
  });

  it('cancels a query when another one comes, but not for its own next page', async () => {
    const file = await client.open(NODE);
    const older = file.query({ text: 'e' });
    const newer = file.query({ text: 'ma' });
    await expect(older).rejects.toMatchObject({ code: 'cancelled' });
    expect((await newer).total).toBeGreaterThan(100);

    const pages = await Promise.all([0, 200, 400].map(offset => file.query({ text: 'o', offset })));
    expect(pages.map(({ rows }) => rows.length)).toEqual([200, 200, 200]);
    expect(pages[1]!.rows[0]).not.toEqual(pages[0]!.rows[0]);
  });

  it('rejects with the reason of an aborted signal', async () => {
    const file = await client.open(NODE);
    const abort = new AbortController();
    const query = file.query({ text: 'e' }, abort.signal);
    const reason = new Error('the picker was closed');
    abort.abort(reason);
    await expect(query).rejects.toBe(reason);
    await expect(client.open(NODE, abort.signal)).rejects.toBe(reason);
    expect((await file.query({ text: 'uv_run' })).total).toBeGreaterThan(0);
  });

  it('rejects after close, and closing twice is fine', async () => {
    const file = await client.open(smallFile('closed'));
    await file.close();
    await file.close();
    await expect(file.query({ text: '' })).rejects.toMatchObject({ code: 'unknownFile' });
  });

  it('rejects what is pending when it is disposed, and all after it', async () => {
    const file = await client.open(NODE);
    const pending = file.query({ text: 'e' });
    const rejected = expect(pending).rejects.toMatchObject({ code: 'workerLost' });
    await client.dispose();
    await rejected;
    await expect(client.open(NODE)).rejects.toMatchObject({ code: 'workerLost' });
  });
});

describe('after a crash of the worker', () => {
  // The bundle with a way to crash it: a file of that name ends the thread.
  const crashing = join(worker.folder, 'crashing.js');
  beforeAll(() => {
    const hook = `require('node:worker_threads').parentPort.on('message', m => {
      if (m.params?.path === 'crash') process.exit(7);
    });`;
    writeFileSync(crashing, `${hook}\nrequire('./symbolWorker.js');`);
  });

  it('rejects what was pending and starts anew, open files included', async () => {
    const crashed = new SymbolClient(crashing);
    const file = await crashed.open(smallFile('survivor'));
    await expect(crashed.open('crash')).rejects.toMatchObject({ code: 'workerLost' });
    const [first, second] = await Promise.all([
      file.query({ text: 'surv' }),
      file.symbolAt({ address: 0x401004n }),
    ]);
    expect(first.rows[0]?.name).toBe('survivor');
    expect(second?.row.name).toBe('survivor');
    await crashed.dispose();
  });

  it('says so when the worker cannot start at all', async () => {
    const missing = new SymbolClient(join(worker.folder, 'missing.js'));
    await expect(missing.open(NODE)).rejects.toMatchObject({ code: 'workerLost' });
    await missing.dispose();
  });
});

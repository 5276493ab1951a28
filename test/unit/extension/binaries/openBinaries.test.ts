import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OpenBinaries, type SymbolSource } from '../../../../src/extension/binaries/openBinaries';
import type { SymbolFile } from '../../../../src/workers/symbolClient';

/** Counts what is opened and closed; the worker has its own tests. */
class FakeSource implements SymbolSource {
  opened = 0;
  closed = 0;
  fail = false;
  tables = ['symtab'];

  open(): Promise<SymbolFile> {
    this.opened++;
    if (this.fail) {
      return Promise.reject(new Error('no'));
    }
    const close = (): Promise<void> => {
      this.closed++;
      return Promise.resolve();
    };
    return Promise.resolve({ close, info: { tables: this.tables } } as unknown as SymbolFile);
  }
}

describe('open binaries', () => {
  let folder: string;
  let path: string;
  let source: FakeSource;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'probescope-binaries-'));
    path = join(folder, 'app');
    await writeFile(path, 'one');
    source = new FakeSource();
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('opens a file once for all who use it and closes it after the last', async () => {
    const binaries = new OpenBinaries(source, 0);
    const [a, b] = await Promise.all([binaries.open(path), binaries.open(path)]);
    expect(a.file).toBe(b.file);
    a.dispose();
    a.dispose();
    const c = await binaries.open(path);
    expect(source.opened).toBe(1);
    b.dispose();
    c.dispose();
    await expect.poll(() => source.closed).toBe(1);
  });

  it('keeps an index for a while, so that the next user finds it', async () => {
    const binaries = new OpenBinaries(source, 60_000);
    (await binaries.open(path)).dispose();
    const again = await binaries.open(path);
    expect(source.opened).toBe(1);
    again.dispose();
    binaries.dispose();
  });

  it('reads a file anew when its content changed', async () => {
    const binaries = new OpenBinaries(source, 60_000);
    const before = await binaries.open(path);
    await appendFile(path, 'more');
    const after = await binaries.open(path);
    expect(after.file).not.toBe(before.file);
    expect(source.opened).toBe(2);
    binaries.dispose();
  });

  it('asks the worker each time for a file whose symbols may be those of a debug file', async () => {
    const closed: string[] = [];
    const origins = { get: () => undefined, closed: (each: string) => void closed.push(each) };
    const binaries = new OpenBinaries(source, 0, origins);
    source.tables = ['debugfile', 'dynsym'];
    const before = await binaries.open(path);
    const after = await binaries.open(path);
    expect(after.file).not.toBe(before.file);
    expect(source.opened).toBe(2);
    // What stands for another file stays while one of them is read.
    before.dispose();
    await expect.poll(() => source.closed).toBe(1);
    expect(closed).toEqual([]);
    after.dispose();
    await expect.poll(() => closed).toEqual([path]);
    expect(source.closed).toBe(2);
  });

  it('tries again after a failure', async () => {
    const binaries = new OpenBinaries(source, 0);
    source.fail = true;
    await expect(binaries.open(path)).rejects.toThrow('no');
    source.fail = false;
    await expect(binaries.open(path)).resolves.toBeDefined();
    await expect(binaries.open(join(folder, 'none'))).resolves.toBeDefined();
  });
});

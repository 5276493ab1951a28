import { mkdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SymbolClient } from '../../../src/workers/symbolClient';
import { Fixtures } from '../elf/support/fixtures';
import { withDebugData } from '../elf/support/splitDebug';
import { BundledWorker } from './bundledWorker';

// Decoders come from packages with WebAssembly in them: it must work inside the bundle, in a thread.
const fixtures = new Fixtures();
const worker = new BundledWorker();
const folders: string[] = [];
let client: SymbolClient;

beforeAll(async () => {
  await worker.build();
  client = new SymbolClient(worker.file, () => ({ folders }));
});
afterAll(async () => {
  await client.dispose();
  worker.remove();
  fixtures.remove();
});

describe('the bundled worker', () => {
  it('reads .gnu_debugdata', async () => {
    const program = fixtures.program('whole', '-pie', '-fPIE', '-rdynamic', '-g0');
    const file = await client.open(withDebugData(fixtures, program, 'mini'));
    expect(file.info.tables).toEqual(['debugdata', 'dynsym']);
  });

  it('reads separate debug files, in the folders as they are when a file is opened', async () => {
    const program = fixtures.program('other', '-pie', '-fPIE', '-rdynamic', '-g0');
    fixtures.objcopy(program, 'other.debug', '--only-keep-debug');
    const link = `--add-gnu-debuglink=${fixtures.path('other.debug')}`;
    mkdirSync(fixtures.path('elsewhere'));
    const stripped = fixtures.objcopy(program, 'elsewhere/other', '--strip-all', link);
    expect((await client.open(stripped)).info.debugFile).toBeUndefined();
    folders.push(fixtures.folder);
    const { info } = await client.open(stripped);
    expect(info.debugFile).toBe(fixtures.path('other.debug'));
    expect(info.tables).toEqual(['debugfile', 'dynsym']);
  });
});

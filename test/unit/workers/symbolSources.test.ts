import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SymbolClient } from '../../../src/workers/symbolClient';
import { Fixtures } from '../elf/support/fixtures';
import { withDebugData } from '../elf/support/splitDebug';
import { BundledWorker } from './bundledWorker';

// Decoders come from packages with WebAssembly in them: it must work inside the bundle, in a thread.
const fixtures = new Fixtures();
const worker = new BundledWorker();
let client: SymbolClient;

beforeAll(async () => {
  await worker.build();
  client = new SymbolClient(worker.file);
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
});

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Demangler } from '../../../../src/elf/names/demangler';

/** The demangler from its package; the worker has it inside its bundle. */
export async function loadDemangler(): Promise<Demangler> {
  const { resolve } = createRequire(import.meta.url);
  return Demangler.load(
    Uint8Array.from(await readFile(resolve('gecko-profiler-demangle/index_bg.wasm'))),
  );
}

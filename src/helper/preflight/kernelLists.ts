import { open } from 'node:fs/promises';
import type { Check } from '../../protocol/requests';
import type { Tracefs } from '../../tracefs';

/** Bytes that are looked at: some dozens of lines. */
const SAMPLE = 4096;

/** Where kernel functions are looked up: the list of what can be traced, else all symbols. */
export async function checkKernelFunctions(tracefs: Tracefs): Promise<Check[]> {
  const filter = await firstBytes(tracefs.path('available_filter_functions'));
  return [
    await checkSymbols(),
    'text' in filter
      ? { id: 'filterFunctions', state: 'ok', detail: 'available_filter_functions can be read' }
      : {
          id: 'filterFunctions',
          state: 'warning',
          detail: `available_filter_functions: ${filter.errno}; functions come from kallsyms`,
        },
  ];
}

/** Addresses tell functions of one name apart; `kptr_restrict` hides them (Documentation/admin-guide/sysctl/kernel.rst). */
async function checkSymbols(): Promise<Check> {
  const kallsyms = await firstBytes('/proc/kallsyms');
  if ('errno' in kallsyms) {
    return { id: 'kallsyms', state: 'warning', detail: `/proc/kallsyms: ${kallsyms.errno}` };
  }
  const restrict = await firstBytes('/proc/sys/kernel/kptr_restrict');
  const level = 'text' in restrict ? restrict.text.trim() : 'unknown';
  // The first symbols may really be at 0: those of a CPU's own data.
  return /^0*[1-9a-f]/m.test(kallsyms.text)
    ? { id: 'kallsyms', state: 'ok', detail: `/proc/kallsyms can be read (kptr_restrict ${level})` }
    : {
        id: 'kallsyms',
        state: 'warning',
        detail: `/proc/kallsyms hides addresses (kptr_restrict ${level})`,
      };
}

async function firstBytes(file: string): Promise<{ text: string } | { errno: string }> {
  try {
    const handle = await open(file, 'r');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(SAMPLE), 0, SAMPLE, null);
      return { text: buffer.toString('latin1', 0, bytesRead) };
    } finally {
      await handle.close();
    }
  } catch (error) {
    return { errno: error instanceof Error && 'code' in error ? String(error.code) : 'EIO' };
  }
}

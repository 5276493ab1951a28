import { open } from 'node:fs/promises';
import type { Check } from '../../protocol/requests';
import type { Tracefs } from '../../tracefs';

/** Where kernel functions are looked up: the list of what can be traced, else all symbols. */
export async function checkKernelFunctions(tracefs: Tracefs): Promise<Check[]> {
  const filter = await firstLine(tracefs.path('available_filter_functions'));
  const kallsyms = await firstLine('/proc/kallsyms');
  return [
    'line' in kallsyms
      ? { id: 'kallsyms', state: 'ok', detail: '/proc/kallsyms can be read' }
      : { id: 'kallsyms', state: 'warning', detail: `/proc/kallsyms: ${kallsyms.errno}` },
    'line' in filter
      ? { id: 'filterFunctions', state: 'ok', detail: 'available_filter_functions can be read' }
      : {
          id: 'filterFunctions',
          state: 'warning',
          detail: `available_filter_functions: ${filter.errno}; functions come from kallsyms`,
        },
  ];
}

async function firstLine(file: string): Promise<{ line: string } | { errno: string }> {
  try {
    const handle = await open(file, 'r');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(256), 0, 256, null);
      return { line: buffer.toString('latin1', 0, bytesRead).split('\n')[0] ?? '' };
    } finally {
      await handle.close();
    }
  } catch (error) {
    return { errno: error instanceof Error && 'code' in error ? String(error.code) : 'EIO' };
  }
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { appendCommand } from './tracefsFile';

/**
 * Does something while nothing gets into the buffer of the instance in `folder`: what happens in that
 * moment is missed. What was off stays off.
 */
export async function withTracingOff(folder: string, task: () => Promise<void>): Promise<void> {
  const file = join(folder, 'tracing_on');
  const wasOn = (await readFile(file, 'latin1')).startsWith('1');
  if (!wasOn) {
    return task();
  }
  await appendCommand(file, Buffer.from('0'));
  try {
    await task();
  } finally {
    await appendCommand(file, Buffer.from('1'));
  }
}

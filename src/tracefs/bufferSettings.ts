import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TracefsError } from './errors';
import { errnoOf, fileError } from './kernelErrors';
import { appendCommand } from './tracefsFile';

/** The instance whose clock is set. */
interface ClockedInstance {
  readonly folder: string;
  append(file: string, value: string, doing: string): Promise<void>;
}

/** Sets one of the clocks that the instance lists: `[local] global mono …`, the one it has in brackets. */
export async function setTraceClock(instance: ClockedInstance, clock: string): Promise<void> {
  const listed = await readFile(join(instance.folder, 'trace_clock'), 'latin1').catch(
    async (error: unknown) => {
      throw await fileError(error, 'Reading the clocks');
    },
  );
  const clocks: readonly string[] = listed.match(/[\w-]+/g) ?? [];
  if (!clocks.includes(clock)) {
    throw new TracefsError(
      'notSupported',
      `This kernel has no clock "${clock}": choose one of ${clocks.join(', ')}.`,
    );
  }
  await instance.append('trace_clock', clock, 'Setting the clock');
}

/** As `tracing_resize_ring_buffer` in `kernel/trace/trace.c`: what does not fit any more is overwritten. */
export async function writeBufferSize(folder: string, kibibytes: number): Promise<void> {
  try {
    await appendCommand(join(folder, 'buffer_size_kb'), Buffer.from(`${kibibytes}`));
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === 'ENOMEM') {
      throw new TracefsError(
        'tooMany',
        `There is no memory for ${kibibytes} KiB on each CPU: choose a smaller buffer (ENOMEM).`,
        { errno, cause: error },
      );
    }
    if (errno === 'EBUSY') {
      throw new TracefsError(
        'busy',
        'The buffer cannot change its size: somebody reads or has mapped it; end that and try again (EBUSY).',
        { errno, cause: error },
      );
    }
    throw error;
  }
}

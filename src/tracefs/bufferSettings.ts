import { readFileSync } from 'node:fs';
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

/** What anybody with root may change while a buffer is read. */
export interface BufferSettings {
  /** By the kernel's name. */
  readonly clock: string;
  /** KiB per CPU, in the kernel's words. */
  readonly size: string;
  /** CPUs whose events get in, as a mask in the kernel's words. */
  readonly cpus: string;
}

/** Throws `TracefsError`. */
export async function readBufferSettings(folder: string): Promise<BufferSettings> {
  try {
    const read = (name: string): Promise<string> => readFile(join(folder, name), 'latin1');
    return {
      clock: chosen(await read('trace_clock')),
      size: await read('buffer_size_kb'),
      cpus: await read('tracing_cpumask'),
    };
  } catch (error) {
    throw await fileError(error, 'Reading how the buffer is set');
  }
}

/**
 * Throws `busy` where it has another clock: times that are measured with two do not compare. It waits for nothing, so
 * that no page is handed on before it is known.
 */
export function requireClock(clock: string, { folder }: Pick<ClockedInstance, 'folder'>): void {
  sameClock(clock, chosen(readFileSync(join(folder, 'trace_clock'), 'latin1')));
}

/** Throws `busy`. */
export function sameClock(clock: string, now: string): void {
  if (now !== clock) {
    throw new TracefsError('busy', `Another program changed the buffer's clock to "${now}".`);
  }
}

/** What a list of the kernel's has in brackets. */
function chosen(listed: string): string {
  return /\[(.*)\]/.exec(listed)?.[1] ?? '';
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

import { type FileHandle, open } from 'node:fs/promises';
import { DebuginfodError } from './debuginfodError';
import type { Limits } from './limits';
import { request } from './request';
import { StallTimer } from './stallTimer';

/** Told now and then: bytes that arrived, and how many there will be, where the server says. */
export type Progress = (received: number, total: number | undefined) => void;

/** What a download is done for. */
export interface Transfer {
  /** Base URL without a slash at the end. */
  readonly server: string;
  /** Of the request, with a slash at the beginning. */
  readonly path: string;
  /** Where it goes; must not exist. */
  readonly file: string;
  readonly limits: Limits;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** Writes what a server answers to a new file. Throws DebuginfodError, or the signal's reason. */
export async function download(transfer: Transfer): Promise<void> {
  const { server, path, limits, signal } = transfer;
  const timer = new StallTimer();
  try {
    const either = AbortSignal.any([signal, timer.signal]);
    const response = await request(server, path, limits, timer, either);
    timer.awaitBytes(limits.stallBytes, limits.stallMs);
    await save(response, transfer, timer);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof DebuginfodError) {
      throw error;
    }
    throw timer.signal.aborted
      ? new DebuginfodError('slow', 'The server sends too slowly, or not at all', server)
      : new DebuginfodError('unreachable', reasonOf(error), server, { cause: error });
  } finally {
    timer.stop();
  }
}

async function save(
  response: Response,
  { server, file, limits, progress }: Transfer,
  timer: StallTimer,
): Promise<void> {
  const total = announcedSize(response.headers);
  if (total !== undefined && total > limits.bytes) {
    await response.body?.cancel().catch(() => undefined);
    throw new DebuginfodError('tooLarge', `The server announces ${total} bytes`, server);
  }
  const handle = await onDisk(server, () => open(file, 'wx', 0o600));
  try {
    let received = 0;
    const body: AsyncIterable<Uint8Array> | null = response.body;
    for await (const chunk of body ?? []) {
      timer.arrived(chunk.length);
      received += chunk.length;
      if (received > limits.bytes) {
        throw new DebuginfodError('tooLarge', 'The server sends more than is taken', server);
      }
      await onDisk(server, () => writeAll(handle, chunk));
      progress(received, total);
    }
  } finally {
    await handle.close();
  }
}

/**
 * Unpacked bytes. Content-Length counts packed ones where the answer is packed; the debuginfod server says
 * the file's own size in a header of its own.
 */
function announcedSize(headers: Headers): number | undefined {
  const packed = headers.get('content-encoding') !== null;
  const text = headers.get('x-debuginfod-size') ?? (packed ? null : headers.get('content-length'));
  return text !== null && /^\d+$/.test(text) ? Number(text) : undefined;
}

async function writeAll(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let done = 0; done < chunk.length;) {
    done += (await handle.write(chunk, done)).bytesWritten;
  }
}

async function onDisk<T>(server: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw new DebuginfodError('disk', String(error), server, { cause: error });
  }
}

/** `fetch` says "fetch failed"; its cause says why. */
function reasonOf(error: unknown): string {
  return error instanceof Error && error.cause instanceof Error
    ? error.cause.message
    : String(error);
}

import { closeSync, openSync, read, readSync } from 'node:fs';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { errnoOf, fileError } from './kernelErrors';

/** Room for one read(2), in bytes: the kernel gives a page at most (`seq_read_iter` in `fs/seq_file.c`). */
const READ_BYTES = 64 * 1024;
/** A read that took longer had to wait for somebody, in ms. */
const SLOW_MS = 1;

const readElsewhere = promisify(read);

/**
 * A file of many pages, read once, as byte text; undefined if there is none of that name. Throws {@link TracefsError}.
 * Lists of events are read by position: see {@link settled}.
 */
export async function readPages(file: string): Promise<string | undefined> {
  let fd: number | undefined;
  try {
    // Neither opening nor closing waits for anybody.
    fd = openSync(file, 'r');
    return await readAll(fd);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') {
      return undefined;
    }
    throw await fileError(error, `Reading ${basename(file)}`);
  } finally {
    if (fd !== undefined) {
      closeSync(fd);
    }
  }
}

/**
 * A read(2) for each page: another thread takes 60 µs for what the kernel does in 20. So this one reads. As the kernel
 * shows no event while somebody arms a probe (`event_mutex`), some 60 ms, the first is read elsewhere, and once this
 * one had to wait so are all that follow: everything else waits once at most.
 */
async function readAll(fd: number): Promise<string> {
  const buffer = Buffer.allocUnsafe(READ_BYTES);
  let text = '';
  let isFirst = true;
  let hadToWait = false;
  for (;;) {
    let length: number;
    if (isFirst || hadToWait) {
      length = (await readElsewhere(fd, buffer, 0, READ_BYTES, null)).bytesRead;
      isFirst = false;
    } else {
      const begin = performance.now();
      length = readSync(fd, buffer, 0, READ_BYTES, null);
      hadToWait = performance.now() - begin > SLOW_MS;
    }
    if (length === 0) {
      return text;
    }
    text += buffer.toString('latin1', 0, length);
  }
}

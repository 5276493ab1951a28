import { readSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { errnoOf, fileError } from './kernelErrors';
import type { ProfileEntry } from './profile';

/** Room for one read(2), in bytes: the kernel gives a page at most (`seq_read_iter` in `fs/seq_file.c`). */
const READ_BYTES = 64 * 1024;
/** A read that took longer had to wait for somebody, in ms. */
const SLOW_MS = 1;

/** What is told of one row; undefined for what is none. */
type ParseRow = (row: string) => ProfileEntry | undefined;

/**
 * `uprobe_profile` or `kprobe_profile`, to be read again and again: rows that are as they were at their place the
 * last time, as most are, are not parsed again.
 */
export class ProfileFile {
  private rows: readonly string[] = [];
  private entries: readonly (ProfileEntry | undefined)[] = [];

  constructor(
    private readonly file: string,
    private readonly parse: ParseRow,
  ) {}

  /** All rows of now; none where this kernel has no such file. Throws {@link TracefsError}. */
  async read(): Promise<ProfileEntry[]> {
    const rows = (await readPages(this.file)).split('\n');
    const before = this.rows;
    const known = this.entries;
    const entries = rows.map((row, at) => (row === before[at] ? known[at] : this.parse(row)));
    this.rows = rows;
    this.entries = entries;
    return entries.filter(entry => entry !== undefined);
  }
}

/** A file of many pages as byte text; empty if there is none of that name. */
async function readPages(file: string): Promise<string> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file);
    return await readAll(handle);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') {
      return '';
    }
    throw await fileError(error, `Reading ${basename(file)}`);
  } finally {
    await handle?.close();
  }
}

/**
 * A read(2) for each page of rows: another thread takes 60 µs for what the kernel does in 20. So this one reads. As
 * the kernel shows no row while somebody arms a probe (`event_mutex`), some 60 ms, the first is read elsewhere, and
 * once this one had to wait so are all that follow: everything else waits once at most.
 */
async function readAll(handle: FileHandle): Promise<string> {
  const buffer = Buffer.allocUnsafe(READ_BYTES);
  let text = '';
  let isFirst = true;
  let hadToWait = false;
  for (;;) {
    let length: number;
    if (isFirst || hadToWait) {
      length = (await handle.read(buffer, 0, READ_BYTES, null)).bytesRead;
      isFirst = false;
    } else {
      const begin = performance.now();
      length = readSync(handle.fd, buffer, 0, READ_BYTES, null);
      hadToWait = performance.now() - begin > SLOW_MS;
    }
    if (length === 0) {
      return text;
    }
    text += buffer.toString('latin1', 0, length);
  }
}

/** A file that a process maps, as /proc/PID/maps tells it. */
export interface MappedFile {
  /** Raw, as the kernel knows it; bytes where it is not valid UTF-8. Not to be shown unescaped. */
  readonly path: string | Uint8Array;
  /** As `stat().dev`: major and minor in Linux's encoding. On btrfs and overlayfs it may differ from stat's. */
  readonly dev: bigint;
  readonly inode: bigint;
  /** The file was unlinked or replaced since. */
  readonly deleted: boolean;
  /** At least one of its mappings is executable. */
  readonly executable: boolean;
}

const LINE =
  /^[0-9a-f]+-[0-9a-f]+ ([r-][w-][x-][ps]) [0-9a-f]+ ([0-9a-f]+):([0-9a-f]+) (\d+) +(.*)$/s;
const DELETED = ' (deleted)';

/** Reads the text of /proc/PID/maps, one entry for each file. Lines of another form are passed over. */
export function parseMaps(text: Buffer): MappedFile[] {
  const files = new Map<string, MappedFile>();
  // Latin-1 keeps every byte of a path; a newline in one is escaped by the kernel.
  for (const line of text.toString('latin1').split('\n')) {
    const match = LINE.exec(line);
    const [, access = '', major = '', minor = '', inode = '', escaped = ''] = match ?? [];
    if (!match || inode === '0' || !escaped.startsWith('/')) {
      continue;
    }
    const key = `${major}:${minor}:${inode}`;
    const executable = access[2] === 'x';
    const known = files.get(key);
    if (!known) {
      const deleted = escaped.endsWith(DELETED);
      const path = unescapeOctal(deleted ? escaped.slice(0, -DELETED.length) : escaped);
      const dev = makeDev(BigInt(`0x${major}`), BigInt(`0x${minor}`));
      files.set(key, { path, dev, inode: BigInt(inode), deleted, executable });
    } else if (executable && !known.executable) {
      files.set(key, { ...known, executable });
    }
  }
  return [...files.values()];
}

/** Undoes `seq_file_path(m, file, "\n")` of fs/proc/task_mmu.c, which writes a newline as `\012`. */
export function unescapeOctal(latin1: string): string | Uint8Array {
  const raw = latin1.replace(/\\012/g, '\n');
  return textOrBytes(Buffer.from(raw, 'latin1'));
}

/** A string when that loses nothing. */
export function textOrBytes(bytes: Buffer): string | Uint8Array {
  const text = bytes.toString('utf8');
  return Buffer.from(text).equals(bytes) ? text : new Uint8Array(bytes);
}

/** makedev() of glibc, the encoding that stat() gives. */
export function makeDev(major: bigint, minor: bigint): bigint {
  return (
    ((major & 0xfffn) << 8n) |
    ((major & 0xfffff000n) << 32n) |
    (minor & 0xffn) |
    ((minor & 0xffffff00n) << 12n)
  );
}

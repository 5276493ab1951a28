import { readFileSync, statSync } from 'node:fs';
import { makeDev, unescapeOctal } from './memoryMaps';

/** A file that code is mapped from. */
export interface CodeFile {
  /** As the process calls it: it may have another root. Not to be shown unescaped. */
  readonly path: string | Uint8Array;
  readonly dev: bigint;
  readonly inode: bigint;
  /** It was unlinked or replaced since. */
  readonly deleted: boolean;
  /** When it was changed last, in ns since the epoch: a file that is built anew often gets the old one's inode. */
  readonly changed?: bigint;
}

/** A range of addresses that a process may execute. Addresses and offsets are in bytes. */
export interface CodeMapping {
  readonly start: number;
  /** The first address that is not in it. */
  readonly end: number;
  /** File offset of the first byte. */
  readonly offset: number;
  /** Left out where it is of no file; `name` is then the kernel's for it, as `[vdso]`, or empty. */
  readonly file?: CodeFile;
  readonly name: string;
}

const LINE =
  /^([0-9a-f]+)-([0-9a-f]+) [r-][w-]x[ps] ([0-9a-f]+) ([0-9a-f]+):([0-9a-f]+) (\d+) *(.*)$/;
const DELETED = ' (deleted)';

/** The executable lines of /proc/PID/maps, which the kernel sorts by address (`show_map_vma` in fs/proc/task_mmu.c). */
export function parseCodeMaps(text: Buffer): CodeMapping[] {
  const files = new Map<string, CodeFile>();
  // Latin-1 keeps every byte of a path.
  return text
    .toString('latin1')
    .split('\n')
    .flatMap(line => {
      const [, start, end, offset, major = '', minor = '', inode = '', rest = ''] =
        LINE.exec(line) ?? [];
      if (start === undefined || end === undefined || offset === undefined) {
        return [];
      }
      const range = { start: hex(start), end: hex(end), offset: hex(offset) };
      if (inode === '0' || !rest.startsWith('/')) {
        return [{ ...range, name: rest }];
      }
      const key = `${major}:${minor}:${inode} ${rest}`;
      const file = files.get(key) ?? codeFile(major, minor, inode, rest);
      files.set(key, file);
      return [{ ...range, file, name: '' }];
    });
}

/** What a thread's process may execute now; undefined where it has ended or is another user's. Does not wait. */
export function readCodeMaps(tid: number, proc = '/proc'): CodeMapping[] | undefined {
  try {
    const mappings = parseCodeMaps(readFileSync(`${proc}/${tid}/maps`));
    const files = new Map<CodeFile, CodeFile>();
    return mappings.map(mapping => {
      const { file } = mapping;
      if (!file) {
        return mapping;
      }
      const dated = files.get(file) ?? withChange(file, `${proc}/${tid}`);
      files.set(file, dated);
      return { ...mapping, file: dated };
    });
  } catch {
    return undefined;
  }
}

/** The process of a thread. Does not wait. */
export function threadGroup(tid: number, proc = '/proc'): number | undefined {
  try {
    const status = readFileSync(`${proc}/${tid}/status`, 'latin1');
    const pid = Number(/^Tgid:\t(\d+)$/m.exec(status)?.[1]);
    return pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** Found by ways of its process, whose folder in /proc that is; another file at its path says nothing of it. */
function withChange(file: CodeFile, folder: string): CodeFile {
  const path = Buffer.from(file.path);
  const named = [Buffer.concat([Buffer.from(`${folder}/root`), path]), path];
  // What the process runs is found so also where it has no name any more.
  for (const way of [...(file.deleted ? [] : named), `${folder}/exe`]) {
    try {
      const found = statSync(way, { bigint: true });
      if (found.ino === file.inode) {
        return { ...file, changed: found.mtimeNs };
      }
    } catch {
      // The root of another user's process may not be looked into.
    }
  }
  return file;
}

function codeFile(major: string, minor: string, inode: string, rest: string): CodeFile {
  const deleted = rest.endsWith(DELETED);
  return {
    path: unescapeOctal(deleted ? rest.slice(0, -DELETED.length) : rest),
    dev: makeDev(BigInt(`0x${major}`), BigInt(`0x${minor}`)),
    inode: BigInt(inode),
    deleted,
  };
}

function hex(digits: string): number {
  return Number.parseInt(digits, 16);
}

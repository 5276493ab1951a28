import { readlinkSync } from 'node:fs';
import type { MappedCode, ProcessId } from '../../protocol/processFiles';
import { toHex64 } from '../../protocol/scalars';
import { mappedFiles } from './codeMappings';
import { findMapped } from './mappedInode';
import { checkProcess } from './targetProcess';

/** What a process runs: its program first, then in the order of memory. Throws as `openCode`. */
export function listCode(process: ProcessId): MappedCode[] {
  checkProcess(process);
  const { pid } = process;
  const program = programOf(pid);
  const files = new Map<string, MappedCode>();
  for (const mapping of mappedFiles(pid)) {
    const ending = mapping.deleted ? ' (deleted)' : '';
    const file = findMapped(pid, mapping, (_, { dev, ino }): MappedCode => ({
      path: mapping.path,
      device: toHex64(dev),
      inode: toHex64(ino),
      deleted: mapping.deleted,
      program: mapping.path + ending === program,
    }));
    if (file) {
      files.set(`${file.device} ${file.inode}`, file);
    }
  }
  checkProcess(process);
  return [...files.values()].sort((a, b) => Number(b.program) - Number(a.program));
}

/** Whether the process sees other mounts than the helper, as in a container. */
export function hasOtherMounts(pid: number): boolean {
  try {
    return readlinkSync(`/proc/${pid}/ns/mnt`) !== readlinkSync('/proc/self/ns/mnt');
  } catch {
    return false;
  }
}

/** As maps writes it. Only the link is read: to look at the file could be to ask a FUSE server. */
function programOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/exe`);
  } catch {
    return undefined;
  }
}

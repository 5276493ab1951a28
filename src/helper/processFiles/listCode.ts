import { readlinkSync, statSync } from 'node:fs';
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
    const file = findMapped(pid, mapping, (_, { dev, ino }): MappedCode => ({
      path: mapping.path,
      device: toHex64(dev),
      inode: toHex64(ino),
      deleted: mapping.deleted,
      program: dev === program?.dev && ino === program.ino,
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

/** Followed by the kernel to the inode itself: no path is looked up. */
function programOf(pid: number): { readonly dev: bigint; readonly ino: bigint } | undefined {
  try {
    return statSync(`/proc/${pid}/exe`, { bigint: true });
  } catch {
    return undefined;
  }
}

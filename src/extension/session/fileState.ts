import { stat } from 'node:fs/promises';
import { isUserRequest, type UserSymbol } from './attachRequest';
import type { FileState } from './ownedProbe';
import type { ProbeStore } from './probeStore';

/**
 * Whether a path still leads to the inode that was armed. The kernel arms an inode, so a program
 * that is built anew has no probe in it (`uprobe_register()` in kernel/events/uprobes.c).
 */
export async function fileState({ path, device, inode }: UserSymbol): Promise<FileState> {
  try {
    const now = await stat(path, { bigint: true });
    return now.dev === device && now.ino === inode ? 'same' : 'replaced';
  } catch {
    return 'gone';
  }
}

/** Looks at the files of all probes that are in the kernel. */
export async function updateFileStates(store: ProbeStore): Promise<void> {
  const states = new Map<number, FileState>();
  for (const { key, request, state } of store.probes) {
    if (isUserRequest(request) && state !== 'lost') {
      states.set(key, await fileState(request.target));
    }
  }
  store.setFileStates(states);
}

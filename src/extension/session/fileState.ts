import type { BigIntStats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { isUserRequest, type UserAttachRequest } from './attachRequest';
import type { FileNow } from './ownedProbe';
import { readProbedCode, type ProbedCode } from './probedCode';
import type { ProbeStore } from './probeStore';

/**
 * Whether the files of probes are still what was probed. The kernel arms an inode and an offset in it:
 * a program that is built anew has no probe in it, and one that is written over in place has the old
 * offset in new code (`uprobe_register()` and `copy_insn()` in kernel/events/uprobes.c: the original
 * instruction is read once).
 */
export class FileStates {
  /** The code of each probe, read while the file was still as when its symbols were read. */
  private readonly known = new WeakMap<UserAttachRequest, ProbedCode>();

  /** @param stats of the path, where somebody has looked already. */
  async of(request: UserAttachRequest, stats = statOf(request.target.path)): Promise<FileNow> {
    const { target } = request;
    if (target.process) {
      // Its path leads elsewhere for us, or nowhere. Whether anybody still runs it, the mappers tell.
      return { state: 'same' };
    }
    const now = await stats;
    if (!now) {
      return { state: 'gone' };
    }
    if (now.dev !== target.device || now.ino !== target.inode) {
      return { state: 'replaced', builtAt: Number(now.mtimeMs) };
    }
    return (await this.isOverwritten(request, now))
      ? { state: 'overwritten', builtAt: Number(now.mtimeMs) }
      : { state: 'same' };
  }

  /** A file whose time has changed is another build only where the probed function's bytes are others. */
  private async isOverwritten(request: UserAttachRequest, now: BigIntStats): Promise<boolean> {
    const { seen } = request.target;
    const known = this.known.get(request);
    const then = known ?? (seen && { size: seen.fileSize, mtime: seen.mtime });
    if (!then) {
      return false;
    }
    const isAsThen = then.size === now.size && then.mtime === now.mtimeNs;
    if (isAsThen && known) {
      return false;
    }
    const code = await readProbedCode(request);
    if (isAsThen) {
      if (code?.size === now.size && code.mtime === now.mtimeNs) {
        this.known.set(request, code);
      }
      return false;
    }
    if (code === undefined || code.hash !== known?.hash) {
      return true;
    }
    this.known.set(request, code);
    return false;
  }
}

/** Looks at the files of all probes, each file once. */
export async function updateFileStates(store: ProbeStore, files: FileStates): Promise<void> {
  const stats = new Map<string, Promise<BigIntStats | undefined>>();
  const states = new Map<number, FileNow>();
  for (const { key, request } of store.probes) {
    if (isUserRequest(request)) {
      const { path } = request.target;
      const found = stats.get(path) ?? statOf(path);
      stats.set(path, found);
      states.set(key, await files.of(request, found));
    }
  }
  store.setFileStates(states);
}

function statOf(path: string): Promise<BigIntStats | undefined> {
  return stat(path, { bigint: true }).catch(() => undefined);
}

import { isUserRequest, type UserAttachRequest, type UserSymbol } from './attachRequest';
import type { HelperRequests } from './helperAccess';
import { HiddenFiles } from './hiddenFile';
import type { FileNow } from './ownedProbe';
import { readProbedCode, type ProbedCode } from './probedCode';
import type { ProbeStore } from './probeStore';
import { lookAt, type FoundFile, type NotFound } from './reachedFile';

/**
 * Whether the files of probes are still what was probed. The kernel arms an inode and an offset in it:
 * a program that is built anew has no probe in it, and one that is written over in place has the old
 * offset in new code (`uprobe_register()` and `copy_insn()` in kernel/events/uprobes.c: the original
 * instruction is read once).
 */
export class FileStates {
  /** The code of each probe, read while the file was still as when its symbols were read. */
  private readonly known = new WeakMap<UserAttachRequest, ProbedCode>();

  private readonly hidden: HiddenFiles;

  /** @param helper is asked about other users' processes, where one runs */
  constructor(helper: () => HelperRequests | undefined = () => undefined) {
    this.hidden = new HiddenFiles(helper);
  }

  /** @param look at the path, where somebody has looked already. */
  async of(request: UserAttachRequest, look = lookAt(request.target)): Promise<FileNow> {
    const { target } = request;
    const found = await look;
    if (typeof found === 'string') {
      return this.notFound(target, found);
    }
    const { stats: now } = found;
    if (now.dev !== target.device || now.ino !== target.inode) {
      // What is at the path of a file without a name was another one when that was chosen.
      return target.deleted
        ? { state: 'same' }
        : { state: 'replaced', builtAt: Number(now.mtimeMs) };
    }
    return (await this.isOverwritten(request, found))
      ? { state: 'overwritten', builtAt: Number(now.mtimeMs) }
      : { state: 'same' };
  }

  private async notFound(target: UserSymbol, why: NotFound): Promise<FileNow> {
    const { deleted } = target;
    switch (why) {
      case 'gone':
        return { state: deleted ? 'same' : 'gone' };
      case 'ended':
        return { state: deleted ? 'gone' : 'untold' };
      case 'denied': {
        const hidden = await this.hidden.look(target);
        return hidden === 'removed' && !deleted ? { state: 'gone' } : { state: 'same' };
      }
    }
  }

  /** A file whose time has changed is another build only where the probed function's bytes are others. */
  private async isOverwritten(
    request: UserAttachRequest,
    { way, stats: now }: FoundFile,
  ): Promise<boolean> {
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
    const code = await readProbedCode(request, way);
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
  const looks = new Map<string, ReturnType<typeof lookAt>>();
  const states = new Map<number, FileNow>();
  for (const { key, request } of store.probes) {
    if (isUserRequest(request)) {
      const way = wayOf(request.target);
      const look = looks.get(way) ?? lookAt(request.target);
      looks.set(way, look);
      states.set(key, await files.of(request, look));
    }
  }
  store.setFileStates(states);
}

function wayOf({ path, process, device, inode }: UserSymbol): string {
  return process ? [path, process.pid, process.start, device, inode].join(' ') : path;
}

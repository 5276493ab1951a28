import { mappedExecutables } from '../../processes/mappedFiles';
import type { MappedCode, ProcessId } from '../../protocol/processFiles';
import type { Result } from '../../protocol/requests';
import { toHex64 } from '../../protocol/scalars';
import type { ProcessInfo } from '../../processes/processList';
import type { HelperRequests } from '../session/helperAccess';

/** A program or library that a process runs. */
export interface ProcessFile {
  /** As the process calls it; bytes where it is not valid UTF-8. Not to be shown unescaped. */
  readonly path: string | Uint8Array;
  /** Its `st_ino`; on an overlay, what maps tells may be another one. */
  readonly inode: bigint;
  /** Its `st_dev`, where the helper looked: maps may tell another one (overlayfs, btrfs). */
  readonly device?: bigint;
  readonly deleted: boolean;
  /** It is the program the process was started from. */
  readonly program: boolean;
  /** The process has mounts of its own, so that for us `path` is below its root; where the helper looked. */
  readonly otherMounts?: boolean;
}

/** What a process runs as far as its own user sees it, the program first. Throws `ProcessUnreadableError`. */
export async function ownFiles({ pid, exe }: ProcessInfo): Promise<readonly ProcessFile[]> {
  const files = await mappedExecutables(pid);
  const name = exe === undefined ? '' : pathText(exe).replace(/ \(deleted\)$/, '');
  return programFirst(
    files.map(({ path, inode, deleted }) => ({
      ...{ path, inode, deleted },
      program: pathText(path) === name,
    })),
  );
}

/** The same from the helper, which sees every process. Rejects with `HelperError`. */
export async function helperFiles(
  helper: HelperRequests,
  process: ProcessId,
): Promise<readonly Required<ProcessFile>[]> {
  const all: (MappedCode & { readonly otherMounts: boolean })[] = [];
  for (let from: number | undefined = 0; from !== undefined;) {
    const page: Result<'mappedFiles'> = await helper.request('mappedFiles', { process, from });
    const { otherMounts } = page;
    all.push(...page.files.map(file => ({ ...file, otherMounts })));
    from = page.next;
  }
  return all.map(({ device, inode, ...file }) => ({
    ...file,
    device: BigInt(device),
    inode: BigInt(inode),
  }));
}

/** The process as the helper knows it. */
export function processId({ pid, startTicks }: ProcessInfo): ProcessId {
  return { pid, start: toHex64(BigInt(startTicks)) };
}

/** A path as text: what is not UTF-8 in it is replaced. */
export function pathText(path: string | Uint8Array): string {
  return typeof path === 'string' ? path : Buffer.from(path).toString('utf8');
}

function programFirst(files: readonly ProcessFile[]): ProcessFile[] {
  return [...files].sort((a, b) => Number(b.program) - Number(a.program));
}

import type { BigIntStats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ProcessInfo } from '../../processes/processList';
import { HelperError } from '../../protocol/helperError';
import type { ProcessId } from '../../protocol/processFiles';
import type { FileOrigin } from '../../workers/symbolMessages';
import type { Origins } from '../binaries/openBinaries';
import { mappedPath } from '../pickers/mappedPath';
import type { HelperAccess, HelperRequests } from '../session/helperAccess';
import type { CopyFolder } from './copyFolder';
import { copyMapped, type Copying } from './copyMapped';
import { copyProgram } from './copyProgram';
import { helperFiles, pathText, processId, type ProcessFile } from './processFile';

/** The files of processes that are read in their place, and how each is found by its process. */
export class ProcessFiles implements Origins {
  private readonly origins = new Map<string, FileOrigin & { readonly isCopy: boolean }>();

  constructor(
    private readonly copies: CopyFolder,
    private readonly helper: HelperAccess,
  ) {}

  get(path: string): FileOrigin | undefined {
    return this.origins.get(path);
  }

  /** A copy ends with its last reader. */
  closed(path: string): void {
    if (this.origins.get(path)?.isCopy === true) {
      this.origins.delete(path);
      void this.copies.discard(path).catch(() => undefined);
    }
  }

  dispose(): void {
    this.copies.dispose();
  }

  /**
   * A path by which the very file can be read that a process runs: its own; through the process's root;
   * or a copy, made by us or, where we may not look, by the helper. Rejects with `HelperError`, a
   * `HumanError` of starting the helper, or an error of the disk.
   * @param where which process, in a few words without a slash
   */
  async reach(
    process: ProcessInfo,
    file: ProcessFile,
    where: string,
    copying: Copying,
  ): Promise<string> {
    const direct = await mappedPath(process.pid, file);
    if (direct === undefined) {
      return this.copy(process, file, where, copying);
    }
    if (direct !== file.path) {
      const found = await stat(direct, { bigint: true });
      this.add(direct, processId(process), where, { ...identity(found), path: direct }, false);
    }
    return direct;
  }

  private async copy(
    process: ProcessInfo,
    file: ProcessFile,
    where: string,
    copying: Copying,
  ): Promise<string> {
    const path = pathText(file.path);
    const copy = await this.copies.place(`${basename(path)} · ${where}`);
    const own = file.program ? await copyProgram(process.pid, copy, copying) : undefined;
    if (own) {
      this.add(copy, processId(process), where, { ...identity(own), path }, true);
      return copy;
    }
    const helper = await this.helper.connected();
    const id = processId(process);
    const { device, inode, otherMounts } = isKnown(file) ? file : await find(helper, id, file);
    const mtime = await copyMapped(helper, { process: id, device, inode }, copy, copying);
    const outside = otherMounts && !file.deleted ? `/proc/${process.pid}/root${path}` : path;
    this.add(copy, id, where, { dev: device, inode, mtime, path: outside }, true);
    return copy;
  }

  private add(
    path: string,
    process: ProcessId,
    where: string,
    file: Pick<FileOrigin, 'path' | 'dev' | 'inode' | 'mtime'>,
    isCopy: boolean,
  ): void {
    this.origins.set(path, { ...file, process, where, isCopy });
  }
}

function isKnown(file: ProcessFile): file is Required<ProcessFile> {
  return file.device !== undefined;
}

/** The file as the helper knows it: maps, where we looked, has other numbers on some file systems. */
async function find(
  helper: HelperRequests,
  process: ProcessId,
  { path, inode, deleted }: ProcessFile,
): Promise<Required<ProcessFile>> {
  const name = pathText(path);
  const all = await helperFiles(helper, process);
  const same = all.filter(file => file.path === name && file.deleted === deleted);
  const found = same.find(file => file.inode === inode) ?? same[0];
  if (!found) {
    throw new HelperError({
      code: 'notMapped',
      message: `Process ${process.pid} does not run ${name} any more.`,
    });
  }
  return found;
}

function identity({ dev, ino, mtimeNs }: BigIntStats): Pick<FileOrigin, 'dev' | 'inode' | 'mtime'> {
  return { dev, inode: ino, mtime: mtimeNs };
}

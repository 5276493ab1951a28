import type { BigIntStats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { HelperError } from '../../protocol/helperError';
import type { ProcessId } from '../../protocol/processFiles';
import type { FileOrigin } from '../../workers/symbolMessages';
import type { Origins } from '../binaries/openBinaries';
import { mappedPath } from '../pickers/mappedPath';
import type { UserSymbol } from '../session/attachRequest';
import { lookAt } from '../session/reachedFile';
import type { HelperAccess, HelperRequests } from '../session/helperAccess';
import type { CopyFolder } from './copyFolder';
import { copyMapped, type CopyPlace, type Copying } from './copyMapped';
import { copyProgram } from './copyProgram';
import { helperFiles, pathText, type ProcessFile } from './processFile';
import { StandIns } from './standIns';

/** The files of processes that are read in their place, and how each is found by its process. */
export class ProcessFiles implements Origins {
  private readonly standIns = new StandIns();

  constructor(
    private readonly copies: CopyFolder,
    private readonly helper: HelperAccess,
  ) {}

  get(path: string): FileOrigin | undefined {
    return this.standIns.get(path);
  }

  /** A copy ends some time after its last reader. */
  closed(path: string): void {
    this.standIns.closed(path);
  }

  dispose(): void {
    this.standIns.dispose();
    this.copies.dispose();
  }

  /**
   * A path by which the very file can be read that a process runs: its own; through the process's root;
   * or a copy, made by us or, where we may not look, by the helper. Rejects with `HelperError`, a
   * `HumanError` of starting the helper, or an error of the disk.
   * @param where which process, in a few words without a slash
   */
  async reach(
    process: ProcessId,
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
      this.standIns.add(direct, { ...identity(found), path: direct, process, where });
    }
    return direct;
  }

  /** The same for a probe that was made on such a file before. */
  reopen(
    { path, device, inode, process, where, deleted }: UserSymbol,
    copying: Copying,
  ): Promise<string> {
    if (process === undefined || where === undefined) {
      return Promise.resolve(path);
    }
    // Deleted or not, what is at its path is not looked at: only the process tells.
    const file = { path, device, inode, program: false, otherMounts: false };
    return this.copy(process, { ...file, deleted: deleted === true }, where, copying);
  }

  /** A path by which we read what is where a probed file was, once another file has taken its place. */
  async successor(target: UserSymbol): Promise<string | undefined> {
    const found = await lookAt(target);
    if (typeof found === 'string') {
      return undefined;
    }
    const { way, stats, process } = found;
    if (process) {
      const where = target.where ?? `pid ${process.pid}`;
      this.standIns.add(way, { ...identity(stats), path: way, process, where });
    }
    return way;
  }

  private async copy(
    process: ProcessId,
    file: ProcessFile,
    where: string,
    copying: Copying,
  ): Promise<string> {
    const path = pathText(file.path);
    const deleted = file.deleted ? ({ deleted: true } as const) : {};
    let copy = '';
    let made: FileOrigin | undefined;
    const place = async (origin: FileOrigin): Promise<CopyPlace> => {
      const known = this.standIns.find(origin);
      copy = known ?? (await this.copies.place(`${basename(path)} · ${where}`));
      made = known === undefined ? origin : undefined;
      return { path: copy, isThere: known !== undefined };
    };
    const own = (stats: BigIntStats): Promise<CopyPlace> =>
      place({ ...identity(stats), path, process, where, ...deleted });
    if (!file.program || !(await copyProgram(process.pid, own, copying))) {
      const helper = await this.helper.connected();
      const seen = isKnown(file) ? file : await find(helper, process, file);
      const { device, inode, otherMounts } = seen;
      const outside = otherMounts && !file.deleted ? `/proc/${process.pid}/root${path}` : path;
      const byHelper = (mtime: bigint): Promise<CopyPlace> =>
        place({ path: outside, dev: device, inode, mtime, process, where, ...deleted });
      await copyMapped(helper, { process, device, inode }, byHelper, copying);
    }
    if (made) {
      this.standIns.add(copy, made, () => this.copies.discard(copy));
    }
    return copy;
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

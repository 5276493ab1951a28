import { setTimeout } from 'node:timers/promises';
import type { SymbolFile } from '../../workers/symbolClient';
import type { FilePath } from '../../workers/symbolMessages';
import type { EventClient } from '../../workers/eventClient';
import type { FileBuild, Named, PlaceName, UnnamedFile } from '../../workers/callers/placeNames';
import { sourceName } from '../sources/sourceName';
import { findCode } from './findCode';
import { fileBuild } from './isSameBuild';
import { symbolPlace } from './symbolPlace';

/** Files that stay open: the next places are often in the same. */
const MAX_OPEN = 8;
/**
 * Between two rounds, in ms, longer the longer new places keep coming: each makes the worker filter and count
 * again by the names.
 */
const FIRST_PAUSE = 25;
const MAX_PAUSE = 2000;

/** A file's functions. */
export type CodeSymbols = Pick<SymbolFile, 'symbolAt' | 'lines' | 'info' | 'close'>;

/** Names for addresses of the kernel, in order; null where it has none, or keeps it to itself. */
export type KernelNames = (addresses: readonly bigint[]) => Promise<readonly (PlaceName | null)[]>;

/** Tells the event worker which functions its addresses are in, as it comes across them. */
export class CallerNaming {
  /** By identity; the one used longest ago first. */
  private readonly open = new Map<string, Promise<CodeSymbols | undefined>>();

  constructor(
    private readonly worker: Pick<EventClient, 'request'>,
    private readonly openFile: (path: FilePath) => Promise<CodeSymbols>,
    private readonly kernelNames: KernelNames,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Goes on until another capture begins, or the worker ends. */
  async run(capture: number): Promise<void> {
    try {
      for (let pause = FIRST_PAUSE; ;) {
        const asked = performance.now();
        const places = await this.worker.request('unnamed', { capture });
        if (!places) {
          return;
        }
        const names: Named = {
          ...(await this.inFiles(places.files)),
          kernel: await this.inKernel(places.kernel),
        };
        await this.worker.request('named', { capture, places, names });
        const isCalm = performance.now() - asked > MAX_PAUSE;
        pause = isCalm ? FIRST_PAUSE : Math.min(MAX_PAUSE, pause * 2);
        await setTimeout(pause, undefined, { ref: false });
      }
    } catch (error) {
      this.onError(error);
    } finally {
      this.dispose();
    }
  }

  /** Lets go of the files. */
  dispose(): void {
    for (const file of this.open.values()) {
      void this.close(file);
    }
    this.open.clear();
  }

  private async inFiles(files: readonly UnnamedFile[]): Promise<Pick<Named, 'files' | 'builds'>> {
    const found = await Promise.all(files.map(file => this.inFile(file)));
    return { files: found.map(({ names }) => names), builds: found.map(({ build }) => build) };
  }

  private async inFile({
    file,
    by,
    at,
  }: UnnamedFile): Promise<{ names: (PlaceName | null)[]; build: FileBuild | null }> {
    const key = `${file.dev} ${file.inode} ${file.changed} ${String(file.path)}`;
    const opened = this.open.get(key) ?? this.find(file);
    this.open.delete(key);
    this.open.set(key, opened);
    for (const [oldest, other] of this.open) {
      if (this.open.size <= MAX_OPEN) {
        break;
      }
      this.open.delete(oldest);
      void this.close(other);
    }
    const symbols = await opened;
    const places = at.map(each => symbolPlace({ by, at: each }));
    const lines = symbols?.lines(places).catch(() => []);
    const names = await Promise.all(
      places.map(async (place, index) => {
        const found = await symbols?.symbolAt(place).catch(() => undefined);
        const line = (await lines)?.[index];
        return found
          ? {
              ...{ name: found.row.demangled ?? found.row.name, delta: Number(found.delta) },
              ...(line && { source: sourceName(line) }),
            }
          : null;
      }),
    );
    return { names, build: symbols ? fileBuild(symbols.info) : null };
  }

  private async find(file: UnnamedFile['file']): Promise<CodeSymbols | undefined> {
    const path = await findCode(file);
    const symbols =
      path === undefined ? undefined : await this.openFile(path).catch(() => undefined);
    // It may have been replaced between the look and the reading.
    const { inode, mtime } = symbols?.info ?? {};
    if (symbols && (inode !== file.inode || (file.changed ?? mtime) !== mtime)) {
      await symbols.close();
      return undefined;
    }
    return symbols;
  }

  private async inKernel(addresses: readonly bigint[]): Promise<readonly (PlaceName | null)[]> {
    return addresses.length === 0 ? [] : this.kernelNames(addresses).catch(() => []);
  }

  private async close(file: Promise<CodeSymbols | undefined>): Promise<void> {
    const symbols = await file;
    await symbols?.close().catch(() => undefined);
  }
}

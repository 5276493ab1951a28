import { stat } from 'node:fs/promises';
import { inspectSite } from '../../../../src/elf/code/inspectSite';
import { SymbolIndex } from '../../../../src/elf/symbolIndex';
import type { Binary } from '../../../../src/extension/binaries/openBinaries';
import { siteTarget } from '../../../../src/extension/binaries/siteTarget';
import { strictRules } from '../../../../src/extension/binaries/siteRules';
import { userSymbol } from '../../../../src/extension/binaries/userSymbol';
import { Rearmer } from '../../../../src/extension/rearm/rearmer';
import { FileStates, updateFileStates } from '../../../../src/extension/session/fileState';
import { updateCounts } from '../../../../src/extension/session/hitCounts';
import { guardOverwritten } from '../../../../src/extension/session/overwriteGuard';
import type { ProbeFailure } from '../../../../src/extension/session/probeFailure';
import { ProbeService } from '../../../../src/extension/session/probeService';
import { ProbeStore } from '../../../../src/extension/session/probeStore';
import type { ProcessFiles } from '../../../../src/extension/targets/processFiles';
import { inEnglish } from '../../../../src/extension/text/translate';
import type { RunningHelper } from './runningHelper';

/** What a window has of probes on files, over a real helper, with everything but VS Code. */
export class RebuiltWindow {
  readonly store = new ProbeStore();
  readonly failures: ProbeFailure[] = [];
  readonly service: ProbeService;
  readonly rearmer: Rearmer;
  readonly states: FileStates;

  /** @param files those of processes, where probes are set on such */
  constructor(
    private readonly helper: RunningHelper,
    private readonly files?: ProcessFiles,
  ) {
    this.states = new FileStates(() => helper.client);
    const life = {
      connected: () => Promise.resolve(helper.client),
      stopped: () => Promise.resolve(),
    };
    this.service = new ProbeService(life, this.store, {
      progress: work => work,
      failed: failures => this.failures.push(...failures),
      error: error => {
        throw error;
      },
    });
    this.rearmer = new Rearmer(
      {
        store: this.store,
        open: async ({ target }) => this.open((await files?.successor(target)) ?? target.path),
        placeAt: ({ kind, target }, file, offset) =>
          siteTarget(target.path, file, kind, offset, strictRules, inEnglish),
        replace: items => this.service.replace(items),
      },
      inEnglish,
    );
  }

  /** Attaches to a function by its name; gives the probe's key. */
  async attach(path: string, symbol: string): Promise<number> {
    const { file } = await this.open(path);
    const { rows } = await file.query({ text: symbol });
    const row = rows.find(({ name }) => name === symbol);
    const target = row && userSymbol(path, file.info, row);
    const [probe] = target ? await this.service.attach([{ kind: 'uprobe', target }]) : [];
    await this.look();
    return probe?.key ?? 0;
  }

  /** What the file's poller does at its pace. */
  async look(): Promise<void> {
    await updateFileStates(this.store, this.states);
  }

  async hits(key: number): Promise<unknown> {
    await updateCounts(this.store, this.helper.client);
    return this.store.get(key)?.hits;
  }

  /** Stops what is written over from now on; resolves when the next such stop is done. */
  guarded(): Promise<void> {
    return new Promise(resolve => {
      guardOverwritten(
        this.store,
        keys => this.service.halt(keys),
        () => resolve(),
      );
    });
  }

  /** The symbols of a file as the worker has them. */
  private async open(path: string): Promise<Binary> {
    const index = await SymbolIndex.open(path);
    const origin = this.files?.get(path);
    const info = { ...index.info, ...index.counts };
    const file = {
      info: origin ? { ...info, dev: origin.dev, inode: origin.inode, origin } : info,
      query: index.query.bind(index),
      inspect: (place: { fileOffset: bigint }) =>
        inspectSite(path, index.info, index.symbolAt(place)),
    };
    return { file, dispose: () => undefined } as unknown as Binary;
  }
}

/** Device and inode of what is at the path. */
export async function inodeOf(path: string): Promise<bigint> {
  return (await stat(path, { bigint: true })).ino;
}

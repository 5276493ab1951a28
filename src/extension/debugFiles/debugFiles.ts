import type { Debuginfod, LookUpProgress } from '../../debuginfod/debuginfod';
import type { Downloads } from '../../debuginfod/downloads';
import type { ChosenFile, DebugPlaces } from '../../elf/debugPlaces';
import type { ViewNotice } from '../../protocol/symbolsView';
import type { ElfFileInfo } from '../../workers/symbolMessages';
import { Signal, type Listen } from '../session/signal';
import type { Translate } from '../text/translate';
import type { ChosenFiles } from './chosenFiles';
import { debugNotices } from './debugNotices';
import { wantedSymbols } from './wantedSymbols';

/** As the setting `probescope.symbols.debuginfod`. */
export type DebuginfodMode = 'off' | 'ask' | 'on';

/** The settings as they are now. */
export interface DebugSettings {
  readonly mode: DebuginfodMode;
  /** Base URLs of debuginfod servers, those of the environment too. */
  readonly servers: readonly string[];
  /** See DebugPlaces. */
  readonly folders: readonly string[];
}

/** ms for which "no server has it" is believed when nobody asks again. */
const MISSING_MS = 24 * 3_600_000;

/** The separate debug files of this user: where they are, and how more are had. Sends nothing by itself. */
export class DebugFiles {
  private readonly changes = new Signal<string>();
  /** Fired with a build-id when its symbols come from another file now. */
  readonly onDidChange: Listen<string> = this.changes.event;

  constructor(
    private readonly debuginfod: Debuginfod,
    private readonly downloads: Downloads,
    private readonly chosen: ChosenFiles,
    /** Folders of elfutils' own client. */
    private readonly caches: readonly string[],
    readonly settings: () => DebugSettings,
    private readonly t: Translate,
  ) {}

  places(): DebugPlaces {
    const downloads = [this.downloads.folder, ...this.caches];
    return { folders: this.settings().folders, downloads, chosen: this.chosen.all };
  }

  /** What is said of a file's debug symbols above its table. */
  async notices(info: ElfFileInfo): Promise<readonly ViewNotice[]> {
    const { mode, servers } = this.settings();
    const wanted = wantedSymbols(info);
    const missing = wanted !== undefined && (await this.isMissing(wanted));
    const sources = { servers: mode === 'off' ? [] : servers, missing };
    return debugNotices(info, sources, this.t);
  }

  /** Whether no server had it when they were asked not long ago. */
  async isMissing(buildId: string): Promise<boolean> {
    return (await this.downloads.missingFor(buildId)) < MISSING_MS;
  }

  /** Asks the servers. To be called only when the user said yes. Throws as `Debuginfod.lookUp`. */
  async lookUp(buildId: string, progress: LookUpProgress, signal: AbortSignal): Promise<void> {
    try {
      await this.debuginfod.lookUp(buildId, this.settings().servers, progress, signal);
    } finally {
      // Also when none has it: the notice says so.
      this.changes.fire(buildId);
    }
  }

  async choose(buildId: string, chosen: ChosenFile): Promise<void> {
    await this.chosen.set(buildId, chosen);
    this.changes.fire(buildId);
  }

  async forget(buildId: string): Promise<void> {
    await this.chosen.forget(buildId);
    this.changes.fire(buildId);
  }
}

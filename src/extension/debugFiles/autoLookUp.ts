import type { ElfFileInfo } from '../../workers/symbolMessages';
import type { DebugFiles } from './debugFiles';
import { wantedSymbols } from './wantedSymbols';

/** Looks debug symbols up as files are opened, each once in a window, where the user switched that on. */
export class AutoLookUp {
  private readonly tried = new Set<string>();

  constructor(
    private readonly debugFiles: DebugFiles,
    /** Gets them for a file that lacks them; rejects when they cannot be had. */
    private readonly lookUp: (name: string, info: ElfFileInfo) => Promise<unknown>,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** Settles when they are there or cannot be had; never rejects. */
  async opened(name: string, info: ElfFileInfo): Promise<void> {
    const { mode, servers } = this.debugFiles.settings();
    const buildId = wantedSymbols(info);
    if (mode !== 'on' || servers.length === 0 || buildId === undefined || this.tried.has(buildId)) {
      return;
    }
    this.tried.add(buildId);
    try {
      if (!(await this.debugFiles.isMissing(buildId))) {
        await this.lookUp(name, info);
      }
    } catch (error) {
      this.failed(error);
    }
  }
}

/** The part of `vscode.Memento` that is used. */
export interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void>;
}

const KEY = 'recentBinaries';
const KEPT = 8;

/** Paths of the binaries that were probed last in this workspace, the newest first. */
export class RecentBinaries {
  constructor(private readonly memory: Memory) {}

  get paths(): readonly string[] {
    const stored = this.memory.get(KEY);
    return Array.isArray(stored) ? stored.filter(path => typeof path === 'string') : [];
  }

  async add(path: string): Promise<void> {
    const others = this.paths.filter(other => other !== path);
    await this.memory.update(KEY, [path, ...others].slice(0, KEPT));
  }

  async forget(path: string): Promise<void> {
    await this.memory.update(
      KEY,
      this.paths.filter(other => other !== path),
    );
  }
}

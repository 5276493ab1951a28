import type { ChosenFile } from '../../elf/debugPlaces';

/** The part of `vscode.Memento` that is used. */
export interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void>;
}

const KEY = 'debugFiles';
const KEPT = 200;

/** The debug files that the user chose, by build-id: for all windows, until they are forgotten. */
export class ChosenFiles {
  constructor(private readonly memory: Memory) {}

  /** The one chosen last is the last. */
  get all(): Readonly<Record<string, ChosenFile>> {
    const stored = this.memory.get(KEY);
    return Object.fromEntries(Array.isArray(stored) ? stored.filter(isEntry) : []);
  }

  async set(buildId: string, chosen: ChosenFile): Promise<void> {
    const others = Object.entries(this.all).filter(([id]) => id !== buildId);
    await this.memory.update(KEY, [...others, [buildId, chosen]].slice(-KEPT));
  }

  async forget(buildId: string): Promise<void> {
    const others = Object.entries(this.all).filter(([id]) => id !== buildId);
    await this.memory.update(KEY, others);
  }
}

/** What is stored may be of another version of ours. */
function isEntry(entry: unknown): entry is [string, ChosenFile] {
  const [id, chosen] = Array.isArray(entry) ? (entry as unknown[]) : [];
  return (
    typeof id === 'string' &&
    typeof chosen === 'object' &&
    chosen !== null &&
    'file' in chosen &&
    typeof chosen.file === 'string'
  );
}

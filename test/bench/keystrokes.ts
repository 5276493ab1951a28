import type { SymbolIndex } from '../../src/elf/symbolIndex';
import type { Table } from './table';

/** A word to type, and what kind of search that is. */
export interface Typed {
  readonly label: string;
  readonly word: string;
  /** Only the whole of it is what the label says: its beginnings are other searches. */
  readonly isSought?: boolean;
  /** There is no target for it. */
  readonly isPattern?: boolean;
}

/**
 * Types words letter by letter, asking for the first rows each time, and notes what each keystroke took: by the clock,
 * and of processors (all threads of this process), which a loaded machine does not change so much.
 */
export async function keystrokes(
  table: Table,
  index: SymbolIndex,
  words: readonly Typed[],
): Promise<void> {
  for (const { label, word, isSought } of words) {
    for (let length = isSought ? word.length : 1; length <= word.length; length++) {
      const from = performance.now();
      const before = process.cpuUsage();
      await index.query({ text: word.slice(0, length) });
      const { user, system } = process.cpuUsage(before);
      table.add(`keystroke: ${label}`, performance.now() - from);
      table.add(`keystroke, CPU: ${label}`, (user + system) / 1000);
    }
  }
}

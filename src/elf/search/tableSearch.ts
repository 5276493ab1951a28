import type { NameTable } from '../names/nameTable';
import type { RankedRows } from '../rankedRows';
import { matchNames, type NameMatcher } from './nameMatcher';
import { NameScan } from './nameScan';
import type { RowFilter } from './rowFilter';
import { mindsCase } from './searchPattern';
import type { Slices } from './slices';

/** What a table of names can be asked; each adds the rows that match. One question at a time. */
export class TableSearch {
  readonly #scan: NameScan;

  constructor(private readonly table: NameTable) {
    this.#scan = new NameScan(table);
  }

  /** Names that have a text in them. */
  async text(text: string, filter: RowFilter, found: RankedRows, slices: Slices): Promise<void> {
    const bytes = Buffer.from(text);
    await this.#scan.substring(bytes, !mindsCase(text), filter.probeableOnly, slices);
    found.addAll(this.table.memory.keys);
  }

  /**
   * Letters in their order with others between them: `sslrd` finds `SSL_read`. In any case, whatever is typed.
   */
  async fuzzy(text: string, filter: RowFilter, found: RankedRows, slices: Slices): Promise<void> {
    const letters = Buffer.from(text.replaceAll(/\s/g, '')).map(lower);
    await this.#scan.fuzzy(letters, filter.probeableOnly, slices);
    found.addAll(this.table.memory.keys);
  }

  async match(
    matcher: NameMatcher,
    filter: RowFilter,
    found: RankedRows,
    slices: Slices,
  ): Promise<void> {
    await matchNames(this.table, this.#scan, matcher, filter, found, slices);
  }
}

function lower(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
}

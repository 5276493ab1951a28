import { NameSearch } from '../nameSearch';
import type { NameTable } from '../names/nameTable';
import type { RankedRows } from '../rankedRows';
import { LetterMasks, subTable } from './letterMasks';
import { matchNames, type NameMatcher } from './nameMatcher';
import type { RowFilter } from './rowFilter';
import type { Slices } from './slices';

/** What a table of names can be asked, and what it keeps to answer faster. */
export class TableSearch {
  readonly #names: NameSearch;
  #masks: LetterMasks | undefined;

  constructor(
    readonly table: NameTable,
    /** How many the file has. */
    private readonly rows: number,
  ) {
    this.#names = new NameSearch(table);
  }

  text(text: string, filter: RowFilter, found: RankedRows, slices: Slices): Promise<void> {
    return this.#names.find(text, filter, found, slices);
  }

  /** @param within the only rows that can match */
  async match(
    matcher: NameMatcher,
    filter: RowFilter,
    found: RankedRows,
    slices: Slices,
    within?: Uint32Array,
  ): Promise<void> {
    const having = matcher.mask ? await this.#having(matcher.mask, slices) : this.table;
    const part = within ? this.#part(having, within) : having;
    await matchNames(part, matcher, filter, found, slices);
  }

  async #having(letters: number, slices: Slices): Promise<NameTable> {
    this.#masks ??= new LetterMasks(this.table);
    await this.#masks.make(slices);
    return this.#masks.having(letters);
  }

  #part(table: NameTable, within: Uint32Array): NameTable {
    const isWithin = new Uint8Array(this.rows);
    for (const row of within) {
      isWithin[row] = 1;
    }
    return subTable(table, at => isWithin[table.rows[at] ?? 0] === 1);
  }
}

import type { Demangler } from '../names/demangler';
import { DemangledNames } from '../names/demangledNames';
import { rawNames, type NameTable } from '../names/nameTable';
import { RankedRows } from '../rankedRows';
import type { SymbolColumns } from '../symbolColumns';
import { Fuzzy } from './fuzzy';
import { Glob } from './glob';
import type { NameMatcher } from './nameMatcher';
import { Regex } from './regex';
import { RowFilter } from './rowFilter';
import { mindsCase, searchPattern } from './searchPattern';
import { Slices } from './slices';
import { TableSearch } from './tableSearch';

/** Rows that a text was found in, best first, and whether demangled names were looked at too. */
export interface Found {
  readonly rows: Uint32Array;
  /** True where the demangled names were not there yet and nobody waited for them. */
  readonly partial: boolean;
}

/** How one search is to be done. */
export interface SearchOptions {
  readonly probeableOnly: boolean;
  /** Do not wait for demangled names that are still being made. */
  readonly now: boolean;
}

/** What was found letter by letter last: a longer text is in no other rows. */
interface Last {
  readonly text: string;
  readonly probeableOnly: boolean;
  readonly rows: Uint32Array;
}

/** Searches raw and demangled names in each of the ways of searchPattern.ts. */
export class SymbolSearch {
  #raw: TableSearch | undefined;
  #demangled: TableSearch | undefined;
  readonly #demangledNames: DemangledNames | undefined;
  #last: Last | undefined;

  constructor(
    private readonly columns: SymbolColumns,
    demangler: Demangler | undefined,
  ) {
    this.#demangledNames = demangler && new DemangledNames(columns, demangler);
  }

  /** Rejects with PatternError, or with the signal's reason soon after it is aborted. */
  async find(text: string, options: SearchOptions, signal?: AbortSignal): Promise<Found> {
    const slices = new Slices(signal);
    const { tables, partial } = await this.#tables(options.now, signal);
    const filter = new RowFilter(this.columns.verdict, options.probeableOnly);
    const pattern = searchPattern(text);
    const match = (matcher: NameMatcher): Promise<Uint32Array> =>
      this.#match(matcher, tables, filter, undefined, slices);
    switch (pattern.kind) {
      case 'regex':
        return { rows: await match(new Regex(pattern.source)), partial };
      case 'glob': {
        const rows = await match(new Glob(text, mindsCase(text)));
        // `operator*`, `operator[]`
        return rows.length > 0
          ? { rows, partial }
          : { rows: await this.#text(text, tables, filter, slices), partial };
      }
      case 'text':
        return { rows: await this.#plain(text, options, tables, partial, filter, slices), partial };
    }
  }

  async #plain(
    text: string,
    { probeableOnly }: SearchOptions,
    tables: readonly TableSearch[],
    partial: boolean,
    filter: RowFilter,
    slices: Slices,
  ): Promise<Uint32Array> {
    const exact = await this.#text(text, tables, filter, slices);
    if (exact.length > 0) {
      return exact;
    }
    const last = this.#last;
    const isLonger = last?.probeableOnly === probeableOnly && text.includes(last.text);
    const within = isLonger ? last.rows : undefined;
    const rows = await this.#match(new Fuzzy(text), tables, filter, within, slices);
    if (!partial) {
      this.#last = { text, probeableOnly, rows };
    }
    return rows;
  }

  async #text(
    text: string,
    tables: readonly TableSearch[],
    filter: RowFilter,
    slices: Slices,
  ): Promise<Uint32Array> {
    const found = new RankedRows(this.columns.length);
    for (const table of tables) {
      await table.text(text, filter, found, slices);
    }
    return found.ordered();
  }

  async #match(
    matcher: NameMatcher,
    tables: readonly TableSearch[],
    filter: RowFilter,
    within: Uint32Array | undefined,
    slices: Slices,
  ): Promise<Uint32Array> {
    const found = new RankedRows(this.columns.length);
    for (const table of tables) {
      await table.match(matcher, filter, found, slices, within);
    }
    return found.ordered();
  }

  async #tables(
    now: boolean,
    signal: AbortSignal | undefined,
  ): Promise<{ tables: TableSearch[]; partial: boolean }> {
    this.#raw ??= new TableSearch(rawNames(this.columns), this.columns.length);
    const names = this.#demangledNames;
    if (!names) {
      return { tables: [this.#raw], partial: false };
    }
    const making = names.make();
    const table: NameTable | undefined =
      names.table ?? (now ? undefined : await unlessAborted(making, signal));
    if (!table) {
      return { tables: [this.#raw], partial: true };
    }
    this.#demangled ??= new TableSearch(table, this.columns.length);
    return { tables: [this.#raw, this.#demangled], partial: false };
  }
}

/** Rejects with the signal's reason if that comes first. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal?.reason as Error);
    if (signal?.aborted) {
      stop();
    }
    signal?.addEventListener('abort', stop, { once: true });
    void promise.then(resolve, reject).finally(() => signal?.removeEventListener('abort', stop));
  });
}

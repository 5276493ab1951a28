import type { Demangler } from '../names/demangler';
import { DemangledNames } from '../names/demangledNames';
import { rawNames, type NameTable } from '../names/nameTable';
import { RankedRows } from '../rankedRows';
import type { SymbolColumns } from '../symbolColumns';
import { Glob } from './glob';
import type { NameMatcher } from './nameMatcher';
import { Regex } from './regex';
import { RowFilter } from './rowFilter';
import { mindsCase, searchPattern } from './searchPattern';
import { Slices } from './slices';
import { TableSearch } from './tableSearch';

/** Rows that a text was found in, best first, and whether demangled names were looked at too. */
export interface Found {
  readonly rows: RankedRows;
  /** True where the demangled names were not there yet and nobody waited for them. */
  readonly partial: boolean;
}

/** How one search is to be done. */
export interface SearchOptions {
  readonly probeableOnly: boolean;
  /** Do not wait for demangled names that are still being made. */
  readonly now: boolean;
}

/** Searches raw and demangled names in each of the ways of searchPattern.ts. */
export class SymbolSearch {
  #raw: TableSearch | undefined;
  #demangled: TableSearch | undefined;
  readonly #demangledNames: DemangledNames | undefined;
  /** Settles with the search that runs: they share memory. */
  #running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly columns: SymbolColumns,
    demangler: Demangler | undefined,
  ) {
    this.#demangledNames = demangler && new DemangledNames(columns, demangler);
  }

  /** What a search needs besides the names, which need not be there yet. */
  prepare(): TableSearch {
    return (this.#raw ??= new TableSearch(rawNames(this.columns)));
  }

  /** Rejects with PatternError, or with the signal's reason soon after it is aborted. */
  async find(text: string, options: SearchOptions, signal?: AbortSignal): Promise<Found> {
    const { tables, partial } = await this.#tables(options.now, signal);
    const search = this.#running.then(() =>
      this.#find(text, options.probeableOnly, tables, signal),
    );
    this.#running = search.catch(() => undefined);
    return { rows: await search, partial };
  }

  async #find(
    text: string,
    probeableOnly: boolean,
    tables: readonly TableSearch[],
    signal: AbortSignal | undefined,
  ): Promise<RankedRows> {
    const slices = new Slices(signal);
    const filter = new RowFilter(this.columns.verdict, probeableOnly);
    // What is typed on meanwhile stops this before it begins.
    await slices.next();
    const all = async (
      search: (table: TableSearch, found: RankedRows) => Promise<void>,
    ): Promise<RankedRows> => {
      const found = new RankedRows(this.columns.length);
      for (const table of tables) {
        await search(table, found);
      }
      return found;
    };
    const match = (matcher: NameMatcher): Promise<RankedRows> =>
      all((table, found) => table.match(matcher, filter, found, slices));
    const exact = (): Promise<RankedRows> =>
      all((table, found) => table.text(text, filter, found, slices));

    const pattern = searchPattern(text);
    switch (pattern.kind) {
      case 'regex':
        return match(new Regex(pattern.source));
      case 'glob': {
        const rows = await match(new Glob(text, mindsCase(text)));
        // `operator*`, `operator[]`
        return rows.length > 0 ? rows : exact();
      }
      case 'text': {
        const rows = await exact();
        return rows.length > 0
          ? rows
          : all((table, found) => table.fuzzy(text, filter, found, slices));
      }
    }
  }

  async #tables(
    now: boolean,
    signal: AbortSignal | undefined,
  ): Promise<{ tables: TableSearch[]; partial: boolean }> {
    const raw = this.prepare();
    const names = this.#demangledNames;
    if (!names) {
      return { tables: [raw], partial: false };
    }
    const making = names.make();
    const table: NameTable | undefined =
      names.table ?? (now ? undefined : await unlessAborted(making, signal));
    if (!table) {
      return { tables: [raw], partial: true };
    }
    this.#demangled ??= new TableSearch(table);
    return { tables: [raw, this.#demangled], partial: false };
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

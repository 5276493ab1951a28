import type { SymbolRow } from './symbolRow';

/**
 * `relevance`: exact, prefix, word start, substring; shorter names first. With no text: by address.
 * `binding`: by its name. `section`: as they lie in the file, what has none last. `source`: the fullest
 * table first. Alike rows are by address.
 */
export type SymbolOrder =
  'relevance' | 'name' | 'address' | 'size' | 'binding' | 'section' | 'source';

/** Rows of a page where a query does not say. */
export const DEFAULT_LIMIT = 200;

/** What to list. A query with an upper-case letter minds case. */
export interface SymbolQuery {
  /**
   * Found in names as they are and as demangled; `''` matches all. `/…/` is a regular expression, what has
   * `*`, `?` or `[…]` a glob of the whole name, all else a substring, or where there is none of
   * it, its letters in their order.
   */
  readonly text: string;
  /**
   * Answer without demangled names where they are not there yet, and say so by `partial`, or before all rows are counted,
   * and say so by `counting`. Default false.
   */
  readonly now?: boolean;
  /** Default `relevance`. */
  readonly order?: SymbolOrder;
  readonly descending?: boolean;
  /** Default false. */
  readonly probeableOnly?: boolean;
  /** Rows to skip, default 0. */
  readonly offset?: number;
  /** Rows wanted, at most 1000, default 200. */
  readonly limit?: number;
  /** Rows, by their `index`, whose places among all of this query's are wanted; at most 1000. */
  readonly locate?: readonly number[];
}

/** One page of a query's rows. */
export interface SymbolPage {
  /** Rows that match, of which `rows` is the part asked for; where they are still counted, only those here. */
  readonly total: number;
  readonly rows: readonly SymbolRow[];
  /** One for each row of {@link SymbolQuery.locate}; -1 for one that does not match. */
  readonly positions?: readonly number[];
  /** Demangled names were not looked at: see {@link SymbolQuery.now}. */
  readonly partial?: true;
  /** How many rows match is not known yet: ask without {@link SymbolQuery.now}. */
  readonly counting?: true;
}

/** A place in a file, by one of its two addresses. */
export type SymbolPlace = { readonly fileOffset: bigint } | { readonly address: bigint };

/** The symbol that a place belongs to, and how many bytes into it. */
export interface SymbolAt {
  readonly row: SymbolRow;
  readonly delta: bigint;
}

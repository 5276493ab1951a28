import type { SymbolRow } from './symbolRow';

/** `relevance`: exact, prefix, word start, substring; shorter names first. With no text: by address. */
export type SymbolOrder = 'relevance' | 'name' | 'address' | 'size';

/** What to list. A query with an upper-case letter minds case. */
export interface SymbolQuery {
  /** Substring of the name; `''` matches all. */
  readonly text: string;
  /** Default `relevance`. */
  readonly order?: SymbolOrder;
  readonly descending?: boolean;
  /** Default false. */
  readonly probeableOnly?: boolean;
  /** Rows to skip, default 0. */
  readonly offset?: number;
  /** Rows wanted, at most 1000, default 200. */
  readonly limit?: number;
}

/** One page of a query's rows. */
export interface SymbolPage {
  /** Rows that match, of which `rows` is the part asked for. */
  readonly total: number;
  readonly rows: readonly SymbolRow[];
}

/** A place in a file, by one of its two addresses. */
export type SymbolPlace = { readonly fileOffset: bigint } | { readonly address: bigint };

/** The symbol that a place belongs to, and how many bytes into it. */
export interface SymbolAt {
  readonly row: SymbolRow;
  readonly delta: bigint;
}

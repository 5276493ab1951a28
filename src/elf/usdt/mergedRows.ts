import { mindsCase, searchPattern } from '../search/searchPattern';
import type { SymbolQuery } from '../symbolQuery';
import type { SymbolRow } from '../symbolRow';

/** Functions that may come before USDT probes, as what was typed is how their names begin. */
const MAX_BEFORE = 50;

/** A sorted list of rows that are made when they are looked at. */
export interface RowList {
  readonly length: number;
  row(at: number): SymbolRow;
  /** Where a symbol is, by its place among the symbols; -1 where none is shown. */
  symbolPlace(at: number): number;
  /** Where a probe is, by its place among the probes; -1 where none is shown. */
  probePlace(at: number): number;
}

/** A list of symbols, with what they are sorted by. */
export interface SymbolList extends RowList {
  name(at: number): string;
  address(at: number): bigint;
  size(at: number): bigint;
}

/** Puts the USDT probes that a query found among the symbols that it found. */
export function mergedRows(
  query: SymbolQuery,
  symbols: SymbolList,
  probes: readonly SymbolRow[],
): RowList {
  if (probes.length === 0) {
    return symbols;
  }
  const exact = [symbols.length > 0 && hasText(query, symbols.row(0)), hasText(query, probes[0])];
  const [exactSymbols, exactProbes] = exact;
  if (exactSymbols !== exactProbes && symbols.length > 0) {
    return exactSymbols ? symbols : listOf(probes);
  }
  return new Merged(symbols, probes, placesOf(query, symbols, probes));
}

function listOf(rows: readonly SymbolRow[]): RowList {
  return {
    length: rows.length,
    row: at => rows[at] as SymbolRow,
    symbolPlace: () => -1,
    probePlace: at => at,
  };
}

/** Whether a plain text is in a row's names, as against found letter by letter. Patterns are never fuzzy. */
function hasText({ text }: SymbolQuery, row: SymbolRow | undefined): boolean {
  if (!row || searchPattern(text).kind !== 'text') {
    return true;
  }
  const { name, version = '', demangled = '' } = row;
  return [name + version, demangled].some(each => includes(each, text));
}

function includes(name: string, text: string): boolean {
  return foldedLike(name, text).includes(text);
}

function foldedLike(name: string, text: string): string {
  return mindsCase(text) ? name : name.toLowerCase();
}

/** For each probe, in order, how many symbols come before it. */
function placesOf(
  { text, order = 'relevance' }: SymbolQuery,
  symbols: SymbolList,
  probes: readonly SymbolRow[],
): number[] {
  switch (order) {
    case 'relevance': {
      const place = beginningWith(text, symbols);
      return probes.map(() => place);
    }
    case 'name':
      return probes.map(({ name }) => {
        const bytes = Buffer.from(name);
        return lowerBound(symbols, at => Buffer.from(symbols.name(at)).compare(bytes) < 0);
      });
    case 'address':
      return probes.map(({ address }) => lowerBound(symbols, at => symbols.address(at) < address));
    case 'binding':
    case 'section':
    case 'source':
      return probes.map(() => symbols.length);
    case 'size':
      return probes.map(({ size }) => lowerBound(symbols, at => symbols.size(at) < size));
  }
}

/**
 * How many of the first symbols are called what was typed, or begin so: those are meant more likely than
 * probes, whose names begin with the provider's. Nothing typed, or a pattern, brings the few probes first.
 */
function beginningWith(text: string, symbols: SymbolList): number {
  if (text === '' || text.includes(':') || searchPattern(text).kind !== 'text') {
    return 0;
  }
  const most = Math.min(symbols.length, MAX_BEFORE);
  for (let at = 0; at < most; at++) {
    const { name, demangled = '' } = symbols.row(at);
    if (![name, demangled].some(each => foldedLike(each, text).startsWith(text))) {
      return at;
    }
  }
  return most;
}

function lowerBound(list: Pick<RowList, 'length'>, isBefore: (at: number) => boolean): number {
  let start = 0;
  let end = list.length;
  while (start < end) {
    const middle = (start + end) >>> 1;
    if (isBefore(middle)) {
      start = middle + 1;
    } else {
      end = middle;
    }
  }
  return start;
}

class Merged implements RowList {
  readonly length: number;

  /** @param places how many symbols come before each probe, never falling */
  constructor(
    private readonly symbols: RowList,
    private readonly probes: readonly SymbolRow[],
    private readonly places: readonly number[],
  ) {
    this.length = symbols.length + probes.length;
  }

  row(at: number): SymbolRow {
    const { places, probes } = this;
    const before = lowerBound(listOf(probes), i => (places[i] ?? 0) + i < at);
    const probe = probes[before];
    return probe && (places[before] ?? 0) + before === at ? probe : this.symbols.row(at - before);
  }

  symbolPlace(at: number): number {
    return at + lowerBound(listOf(this.probes), i => (this.places[i] ?? 0) <= at);
  }

  probePlace(at: number): number {
    return at + (this.places[at] ?? 0);
  }
}

import type { AddressOrder } from './addressOrder';
import { NameSort } from './nameOrder';
import type { Demangler } from './names/demangler';
import { allRows, concat, select, sortByKey } from './radixSort';
import type { RankedRows, RowList } from './rankedRows';
import { Slices } from './search/slices';
import { SymbolSearch } from './search/symbolSearch';
import type { SymbolColumns } from './symbolColumns';
import type { SymbolOrder, SymbolQuery } from './symbolQuery';
import { groupKeys } from './groupKeys';
import { PROBEABLE } from './verdicts';

/** Longer texts are not names. Characters. */
const MAX_TEXT = 1024;

/** The rows of a query, and whether demangled names were not looked at. */
export interface Listed {
  readonly rows: RowList;
  readonly partial: boolean;
}

/**
 * The rows that a query lists, in order. The sorts are made once each, when first asked for; the last
 * list is kept, since its next page is the likeliest question.
 */
export class RowLists {
  readonly #search: SymbolSearch;
  readonly #orders = new Map<SymbolOrder, Uint32Array>();
  #nameSort: NameSort | undefined;
  #last: { readonly key: string; readonly list: Listed } | undefined;

  constructor(
    private readonly columns: SymbolColumns,
    private readonly addresses: AddressOrder,
    demangler?: Demangler,
  ) {
    this.#search = new SymbolSearch(columns, demangler);
  }

  /** Makes what a search needs besides the names, which need not be there yet. */
  prepareSearch(): void {
    this.#search.prepare();
  }

  async list(query: SymbolQuery, signal?: AbortSignal): Promise<Listed> {
    const { text, order = 'relevance', probeableOnly = false } = query;
    const key = JSON.stringify([text, order, probeableOnly]);
    if (this.#last?.key === key) {
      return this.#last.list;
    }
    const list = await this.#make(query, order, signal);
    if (!list.partial) {
      this.#last = { key, list };
    }
    return list;
  }

  async #make(
    { text, probeableOnly = false, now = false }: SymbolQuery,
    order: SymbolOrder,
    signal: AbortSignal | undefined,
  ): Promise<Listed> {
    if (text === '') {
      const all = await this.#order(order, signal);
      const { verdict } = this.columns;
      const rows = probeableOnly ? select(all, row => verdict[row] === PROBEABLE) : all;
      return { rows, partial: false };
    }
    if (text.length > MAX_TEXT) {
      return { rows: new Uint32Array(0), partial: false };
    }
    const { rows, partial } = await this.#search.find(text, { probeableOnly, now }, signal);
    return {
      rows: order === 'relevance' ? rows : await this.#reorder(rows, order, signal),
      partial,
    };
  }

  async #reorder(
    found: RankedRows,
    order: SymbolOrder,
    signal: AbortSignal | undefined,
  ): Promise<RowList> {
    return select(await this.#order(order, signal), row => found.has(row));
  }

  async #order(order: SymbolOrder, signal: AbortSignal | undefined): Promise<Uint32Array> {
    let rows = this.#orders.get(order);
    if (!rows) {
      rows = order === 'name' ? await this.#byName(signal) : this.#sort(order);
      this.#orders.set(order, rows);
    }
    return rows;
  }

  /** The one sort that takes long; cancelled, the next one goes on with it. */
  async #byName(signal: AbortSignal | undefined): Promise<Uint32Array> {
    this.#nameSort ??= new NameSort(allRows(this.columns.length), this.columns);
    const sorted = await this.#nameSort.sort(new Slices(signal));
    this.#nameSort = undefined;
    return sorted;
  }

  #sort(order: Exclude<SymbolOrder, 'name'>): Uint32Array {
    const { columns } = this;
    const all = allRows(columns.length);
    switch (order) {
      case 'size':
        return sortByKey(all, columns.sizeLow, columns.sizeHigh);
      case 'address':
        return this.#byAddress(all);
      case 'binding':
      case 'section':
      case 'source':
        return sortByKey(this.#byAddress(all), groupKeys(columns, order));
      case 'relevance': {
        const { verdict } = columns;
        const byAddress = this.#byAddress(all);
        const first = select(byAddress, row => verdict[row] === PROBEABLE);
        if (first.length === byAddress.length) {
          return byAddress;
        }
        return concat(
          first,
          select(byAddress, row => verdict[row] !== PROBEABLE),
        );
      }
    }
  }

  /** What has no address comes last. */
  #byAddress(all: Uint32Array): Uint32Array {
    const { sorted } = this.addresses;
    if (sorted.length === all.length) {
      return sorted;
    }
    const placed = new Uint8Array(all.length);
    for (const row of sorted) {
      placed[row] = 1;
    }
    return concat(
      sorted,
      select(all, row => placed[row] === 0),
    );
  }
}

import type { AddressOrder } from './addressOrder';
import { NameSearch } from './nameSearch';
import { sortByName } from './nameOrder';
import { allRows, concat, select, sortByKey } from './radixSort';
import type { SymbolColumns } from './symbolColumns';
import type { SymbolOrder, SymbolQuery } from './symbolQuery';
import { PROBEABLE } from './verdicts';

/** Longer texts are not names. Characters. */
const MAX_TEXT = 1024;

/**
 * The rows that a query lists, in order. The sorts are made once each, when first asked for; the last
 * list is kept, since its next page is the likeliest question.
 */
export class RowLists {
  #search: NameSearch | undefined;
  readonly #orders = new Map<SymbolOrder, Uint32Array>();
  #last: { readonly key: string; readonly list: Uint32Array } | undefined;

  constructor(
    private readonly columns: SymbolColumns,
    private readonly addresses: AddressOrder,
  ) {}

  async list(query: SymbolQuery, signal?: AbortSignal): Promise<Uint32Array> {
    const { text, order = 'relevance', probeableOnly = false } = query;
    const key = JSON.stringify([text, order, probeableOnly]);
    if (this.#last?.key !== key) {
      const list = await this.#make(text, order, probeableOnly, signal);
      this.#last = { key, list };
      return list;
    }
    return this.#last.list;
  }

  async #make(
    text: string,
    order: SymbolOrder,
    probeableOnly: boolean,
    signal: AbortSignal | undefined,
  ): Promise<Uint32Array> {
    if (text === '') {
      const all = this.#order(order);
      const { verdict } = this.columns;
      return probeableOnly ? select(all, row => verdict[row] === PROBEABLE) : all;
    }
    if (text.length > MAX_TEXT) {
      return new Uint32Array(0);
    }
    this.#search ??= new NameSearch(this.columns);
    const found = await this.#search.find(text, probeableOnly, signal);
    return order === 'relevance' ? found : this.#reorder(found, order);
  }

  #reorder(found: Uint32Array, order: SymbolOrder): Uint32Array {
    const isFound = new Uint8Array(this.columns.length);
    for (const row of found) {
      isFound[row] = 1;
    }
    return select(this.#order(order), row => isFound[row] === 1);
  }

  #order(order: SymbolOrder): Uint32Array {
    let rows = this.#orders.get(order);
    if (!rows) {
      rows = this.#sort(order);
      this.#orders.set(order, rows);
    }
    return rows;
  }

  #sort(order: SymbolOrder): Uint32Array {
    const { columns } = this;
    const all = allRows(columns.length);
    switch (order) {
      case 'name':
        return sortByName(all, columns);
      case 'size':
        return sortByKey(all, columns.sizeLow, columns.sizeHigh).rows;
      case 'address':
        return this.#byAddress(all);
      case 'relevance': {
        const { verdict } = columns;
        const byAddress = this.#order('address');
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

import { TablePairing } from './columns/pairTables';
import { packNames } from './names/packNames';
import { readNamesAt } from './names/readNamesAt';
import type { RowSource } from './rowSource';
import type { SymbolColumns } from './symbolColumns';

/**
 * Names that are not in `columns.names` yet, and what can only be known with them: which rows of `.dynsym` the first
 * table has too. The file stays open until they are read.
 */
export class LaterNames {
  #reading: Promise<unknown> | undefined;
  #areThere = false;
  #pairing: TablePairing | undefined;

  constructor(
    private readonly columns: SymbolColumns,
    private readonly first: RowSource | undefined,
    private readonly dynsym: RowSource | undefined,
  ) {}

  /** Whether all rows are told apart without names. */
  get areMerged(): boolean {
    return !this.first || !this.dynsym;
  }

  /** Reads all of them; once, however often it is asked for. */
  read(): Promise<unknown> {
    this.#reading ??= this.#readAll();
    // Whoever waits for it hears why it failed.
    this.#reading.catch(() => undefined);
    return this.#reading;
  }

  /** Does what `merge` can do without names; nothing else may use the memory for work until then. */
  beginMerge(): void {
    if (!this.areMerged && this.columns.firstLength > 0) {
      this.#pairing = new TablePairing(this.columns);
    }
  }

  /** Removes the rows that both tables have, once names are read. */
  merge(): void {
    if (this.#pairing) {
      this.#pairing.finish();
      packNames(this.columns, this.#middle);
    }
  }

  /** Reads single ones, by where they begin; all may be read at the same time. */
  async readAt(offsets: readonly number[]): Promise<void> {
    if (this.#areThere) {
      return;
    }
    await Promise.all(
      this.#sources().map(({ source, at, names }) => {
        const own = offsets.map(offset => offset - at);
        const isOwn = (offset: number): boolean => offset >= 0 && offset < source.nameBytes;
        return readNamesAt(source, names, own.filter(isOwn));
      }),
    );
  }

  /** One table after the other: two threads that read leave none of two processors to the one that waits for them. */
  async #readAll(): Promise<void> {
    for (const { source, names } of this.#sources()) {
      await source.readNames(names);
    }
    this.#areThere = true;
  }

  /** Where the names of `.dynsym` begin. */
  get #middle(): number {
    return this.first ? this.first.nameBytes + 1 : 0;
  }

  /** Each with where its names are. */
  #sources(): { source: RowSource; at: number; names: Buffer }[] {
    const { first, dynsym } = this;
    return [
      { source: first, at: 0 },
      { source: dynsym, at: this.#middle },
    ].flatMap(({ source, at }) =>
      source ? [{ source, at, names: this.columns.names.subarray(at, at + source.nameBytes) }] : [],
    );
  }
}

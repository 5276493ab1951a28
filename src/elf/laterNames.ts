import { pairTables } from './columns/pairTables';
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
    this.#reading ??= Promise.all(
      this.#sources().map(({ source, names }) => source.readNames(names)),
    ).then(() => (this.#areThere = true));
    // Whoever waits for it hears why it failed.
    this.#reading.catch(() => undefined);
    return this.#reading;
  }

  /** Removes the rows that both tables have, once names are read. */
  merge(): void {
    if (!this.areMerged) {
      pairTables(this.columns);
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

  /** Each with where its names are. */
  #sources(): { source: RowSource; at: number; names: Buffer }[] {
    const { first, dynsym } = this;
    const middle = first ? first.nameBytes + 1 : 0;
    return [
      { source: first, at: 0 },
      { source: dynsym, at: middle },
    ].flatMap(({ source, at }) =>
      source ? [{ source, at, names: this.columns.names.subarray(at, at + source.nameBytes) }] : [],
    );
  }
}

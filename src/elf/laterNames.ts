import { BEHIND_PIECE, TablePairing } from './columns/pairTables';
import { packNames } from './names/packNames';
import { readNamesAt } from './names/readNamesAt';
import type { RowSource } from './rowSource';
import type { SymbolColumns } from './symbolColumns';

/** So many names are read one by one faster than all. */
const FEW = 1024;

/**
 * Names that are not in `columns.names` yet, and what can only be known with them: which rows of `.dynsym` the first
 * table has too. The file stays open until they are read.
 */
export class LaterNames {
  readonly #there = new Set<RowSource>();
  #reading: Promise<unknown> | undefined;
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

  /** Reads all but those that `merge` reads; once, however often it is asked for. */
  read(): Promise<unknown> {
    this.#reading ??= this.#readOne(this.first ?? this.dynsym);
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

  /**
   * Removes the rows that both tables have, once names are read: those of `.dynsym` are looked at piece by piece where
   * the first piece will be, and only what its remaining rows have is kept, as memory that is new costs most of a read.
   */
  async merge(): Promise<void> {
    const { dynsym, columns } = this;
    if (!this.first || !dynsym) {
      return;
    }
    const used = this.#pairing ? await this.#pair(this.#pairing, dynsym) : 0;
    if (!this.#pairing || columns.length - columns.firstLength > FEW) {
      await this.#readOne(dynsym);
    } else {
      const names = columns.names.subarray(this.#middle, this.#middle + dynsym.nameBytes);
      names.fill(0, 0, used);
      const own = columns.nameOffset.subarray(columns.firstLength, columns.length);
      await readNamesAt(
        dynsym,
        names,
        Array.from(own, offset => offset - this.#middle),
      );
    }
    if (this.#pairing) {
      packNames(columns, this.#middle);
    }
  }

  /** Reads single ones, by where they begin; all may be read at the same time. */
  async readAt(offsets: readonly number[]): Promise<void> {
    await Promise.all(
      [this.first, this.dynsym].map(async source => {
        if (source && !this.#there.has(source)) {
          const own = offsets.map(offset => offset - this.#start(source));
          const isOwn = (offset: number): boolean => offset >= 0 && offset < source.nameBytes;
          await readNamesAt(source, this.#namesOf(source), own.filter(isOwn));
        }
      }),
    );
  }

  /** Gives how many bytes were used of where the names of `.dynsym` are to be. */
  async #pair(pairing: TablePairing, dynsym: RowSource): Promise<number> {
    const { names } = this.columns;
    const middle = this.#middle;
    let used = 0;
    pairing.enterUndefined();
    for (const piece of pairing.pieces) {
      const from = Math.max(0, piece.from - middle);
      const to = Math.min(piece.to - middle + BEHIND_PIECE, dynsym.nameBytes);
      const end = middle + to - from;
      await dynsym.readNames(names.subarray(middle, end), from);
      names[end] = 0;
      pairing.pair(piece, piece.from - from);
      used = Math.max(used, to - from);
    }
    pairing.finish();
    return used;
  }

  async #readOne(source: RowSource | undefined): Promise<void> {
    if (source) {
      await source.readNames(this.#namesOf(source));
      this.#there.add(source);
    }
  }

  /** Where the names of `.dynsym` begin. */
  get #middle(): number {
    return this.first ? this.first.nameBytes + 1 : 0;
  }

  #start(source: RowSource): number {
    return source === this.first ? 0 : this.#middle;
  }

  #namesOf(source: RowSource): Buffer {
    const start = this.#start(source);
    return this.columns.names.subarray(start, start + source.nameBytes);
  }
}

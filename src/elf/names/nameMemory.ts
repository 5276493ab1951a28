/** Where the searches expect the text that is sought, and what each byte of a name is or-ed with for it. */
const TEXT = 1024;
const FOLD = 6144;
/** Longest text, bytes. */
const MAX_TEXT = 4096;
/** End of what the searches keep below the tables (see fuzzy.wat). */
const FIRST_TABLE = 49_152;
const PAGE = 65_536;
/** Names are searched in blocks of so many bytes. */
export const BLOCK = 16;
/** Readable bytes past the names: a comparison may begin in the last one. */
const PADDING = MAX_TEXT + 2 * BLOCK;
const UNPROBEABLE = 0x80000000;
/** What a key is where its row was not found. */
export const NO_KEY = 0xffff;

/** Bytes that are kept beside a table of names. */
export interface Beside {
  /** Between the keys and the names: the columns of rows. */
  readonly columns: number;
  /** Behind the names: for whatever is worked on. */
  readonly work: number;
}

/**
 * A table of names in memory that WebAssembly reads: where names begin in order, which rows these are of, a key
 * for each row of the file, and the names, each ended by a NUL. What is never written takes no room.
 */
export class NameMemory {
  readonly memory: WebAssembly.Memory;
  readonly startsAt = FIRST_TABLE;
  readonly rowsAt: number;
  readonly keysAt: number;
  readonly columnsAt: number;
  readonly namesAt: number;
  readonly workAt: number;
  /** A multiple of BLOCK long. */
  names: Buffer;

  /**
   * Throws RangeError where there is no such memory.
   * @param capacity the most names that it can hold
   * @param rows of the file
   */
  constructor(
    private readonly capacity: number,
    private readonly rows: number,
    nameBytes: number,
    private readonly beside: Beside = { columns: 0, work: 0 },
  ) {
    this.rowsAt = this.startsAt + 4 * capacity;
    this.keysAt = this.rowsAt + 4 * capacity;
    this.columnsAt = roundUp(this.keysAt + 2 * rows, BLOCK);
    // Some bytes before the first name are NULs.
    this.namesAt = roundUp(this.columnsAt + beside.columns + BLOCK, BLOCK);
    this.workAt = roundUp(this.namesAt + nameBytes + PADDING, BLOCK);
    this.memory = new WebAssembly.Memory({ initial: this.#pages(nameBytes) });
    this.names = this.#names(nameBytes);
  }

  /** Makes room for more names where nothing is kept behind them; views of the memory are void then. */
  grow(nameBytes: number): void {
    const more = this.#pages(nameBytes) - this.memory.buffer.byteLength / PAGE;
    this.memory.grow(Math.max(more, 0));
    this.names = this.#names(nameBytes);
  }

  /** Forgets the names from byte `length` on. */
  cut(length: number): void {
    const end = roundUp(length, BLOCK);
    this.names.fill(0, length, end);
    this.names = this.names.subarray(0, end);
  }

  /** Puts names into the table. @param refused by row, 0 where it can be probed */
  fill(starts: Uint32Array, rows: Uint32Array, refused: Uint8Array): void {
    this.starts.set(starts);
    this.markedRows.set(rows);
    this.mark(rows.length, refused);
  }

  /** Marks which of the first entries' rows cannot be probed, where `markedRows` has them as they are. */
  mark(length: number, refused: Uint8Array): void {
    const marked = this.markedRows;
    for (let entry = 0; entry < length; entry++) {
      const row = marked[entry] ?? 0;
      if (refused[row] !== 0) {
        marked[entry] = row | UNPROBEABLE;
      }
    }
  }

  /** By entry, offsets into `names`. */
  get starts(): Uint32Array {
    return new Uint32Array(this.memory.buffer, this.startsAt, this.capacity);
  }

  /** By entry; see `rowOf`. */
  get markedRows(): Uint32Array {
    return new Uint32Array(this.memory.buffer, this.rowsAt, this.capacity);
  }

  /** By row, what rankedRows.ts says. */
  get keys(): Uint16Array {
    return new Uint16Array(this.memory.buffer, this.keysAt, this.rows);
  }

  /** False for what no name can have. */
  setText(bytes: Uint8Array, anyCase: boolean): boolean {
    if (bytes.length === 0 || bytes.length > MAX_TEXT || bytes.includes(0)) {
      return false;
    }
    new Uint8Array(this.memory.buffer, TEXT).set(bytes);
    new Uint8Array(this.memory.buffer, FOLD).set(
      bytes.map(byte => (anyCase && byte >= 0x61 && byte <= 0x7a ? 0x20 : 0)),
    );
    return true;
  }

  #pages(nameBytes: number): number {
    const end = this.namesAt + roundUp(nameBytes, BLOCK) + PADDING + BLOCK;
    return Math.ceil((end + this.beside.work) / PAGE);
  }

  #names(nameBytes: number): Buffer {
    return Buffer.from(this.memory.buffer, this.namesAt, roundUp(nameBytes, BLOCK));
  }
}

/** The row of an element of `markedRows`. */
export function rowOf(marked: number): number {
  return marked & ~UNPROBEABLE;
}

function roundUp(length: number, step: number): number {
  return Math.ceil(length / step) * step;
}

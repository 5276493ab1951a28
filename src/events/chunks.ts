/** Rows of one chunk; a power of two. */
export const CHUNK_ROWS = 1 << 14;
const MASK = CHUNK_ROWS - 1;

/** The chunks of a column, by their first row: it grows without copying what it has. */
export class Chunks<Chunk extends { readonly byteLength: number }> {
  /** The chunks from number `base` on; those that are not there, or no more, are undefined. */
  private readonly list: (Chunk | undefined)[] = [];
  private base = 0;
  /** The chunk that was made last, which may still grow, and the bytes of all others. */
  private newest: Chunk | undefined;
  private otherBytes = 0;

  constructor(private readonly make: (rows: number) => Chunk) {}

  /** Bytes of all chunks. */
  get bytes(): number {
    return this.otherBytes + (this.newest?.byteLength ?? 0);
  }

  /** The place of a row in its chunk. */
  static index(row: number): number {
    return row & MASK;
  }

  /** The chunk that holds `row`, made where it is not there yet. */
  writable(row: number): Chunk {
    return this.at(row) ?? this.add(numberOf(row));
  }

  at(row: number): Chunk | undefined {
    return this.list[numberOf(row) - this.base];
  }

  /** Frees the chunk that holds `row`. */
  drop(row: number): void {
    const at = numberOf(row) - this.base;
    const chunk = this.list[at];
    if (chunk) {
      if (chunk === this.newest) {
        this.newest = undefined;
      } else {
        this.otherBytes -= chunk.byteLength;
      }
      this.list[at] = undefined;
      while (this.list.length > 0 && this.list[0] === undefined) {
        this.list.shift();
        this.base++;
      }
    }
  }

  private add(number: number): Chunk {
    const chunk = this.make(CHUNK_ROWS);
    this.otherBytes += this.newest?.byteLength ?? 0;
    this.newest = chunk;
    if (this.list.length === 0) {
      this.base = number;
    }
    for (; number < this.base; this.base--) {
      this.list.unshift(undefined);
    }
    for (let at = this.list.length; at < number - this.base; at++) {
      this.list.push(undefined);
    }
    this.list[number - this.base] = chunk;
    return chunk;
  }
}

/** Rows pass 32 bits within an hour of a busy capture: no shift. */
function numberOf(row: number): number {
  return (row - (row & MASK)) / CHUNK_ROWS;
}

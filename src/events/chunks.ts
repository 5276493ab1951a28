/** Rows of one chunk; a power of two. */
export const CHUNK_ROWS = 1 << 14;
const MASK = CHUNK_ROWS - 1;

/** The chunks of a column, by their first row. */
export class Chunks<Chunk extends { readonly byteLength: number }> {
  private readonly byStart = new Map<number, Chunk>();
  private last: Chunk | undefined;
  private lastStart = -1;

  constructor(private readonly make: (rows: number) => Chunk) {}

  /** Bytes of all chunks. */
  get bytes(): number {
    let sum = 0;
    for (const { byteLength } of this.byStart.values()) {
      sum += byteLength;
    }
    return sum;
  }

  /** The place of a row in its chunk. */
  static index(row: number): number {
    return row & MASK;
  }

  /** The chunk that holds `row`, made where it is not there yet. */
  writable(row: number): Chunk {
    const start = row - (row & MASK);
    if (start === this.lastStart && this.last) {
      return this.last;
    }
    const chunk = this.byStart.get(start) ?? this.add(start);
    this.last = chunk;
    this.lastStart = start;
    return chunk;
  }

  at(row: number): Chunk | undefined {
    const start = row - (row & MASK);
    return start === this.lastStart ? this.last : this.byStart.get(start);
  }

  /** Frees the chunk that holds `row`. */
  drop(row: number): void {
    const start = row - (row & MASK);
    this.byStart.delete(start);
    if (start === this.lastStart) {
      this.last = undefined;
      this.lastStart = -1;
    }
  }

  private add(start: number): Chunk {
    const chunk = this.make(CHUNK_ROWS);
    this.byStart.set(start, chunk);
    return chunk;
  }
}

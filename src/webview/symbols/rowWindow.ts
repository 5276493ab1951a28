/** Rows are asked for in blocks of this many. */
export const BLOCK = 200;
/** Blocks kept; a screen shows parts of at most two. */
const KEPT = 20;

/** The rows of one query that have arrived, by position; the oldest blocks are dropped. */
export class RowWindow<R> {
  private readonly blocks = new Map<number, readonly R[]>();
  private readonly asked = new Set<number>();

  get(position: number): R | undefined {
    return this.blocks.get(Math.floor(position / BLOCK))?.[position % BLOCK];
  }

  /** Blocks of these rows (both ends included) that are neither here nor on their way; marks them asked. */
  missing(first: number, last: number): number[] {
    const missing: number[] = [];
    for (let block = Math.floor(first / BLOCK); block <= Math.floor(last / BLOCK); block++) {
      const rows = this.blocks.get(block);
      if (rows) {
        this.touch(block, rows);
      } else if (!this.asked.has(block)) {
        this.asked.add(block);
        missing.push(block);
      }
    }
    return missing;
  }

  put(offset: number, rows: readonly R[]): void {
    const block = Math.floor(offset / BLOCK);
    this.asked.delete(block);
    this.touch(block, rows);
    for (const oldest of this.blocks.keys()) {
      if (this.blocks.size <= KEPT) {
        break;
      }
      this.blocks.delete(oldest);
    }
  }

  /** Position of the first row here that fits. */
  find(fits: (row: R) => boolean): number | undefined {
    for (const [block, rows] of this.blocks) {
      const index = rows.findIndex(fits);
      if (index >= 0) {
        return block * BLOCK + index;
      }
    }
    return undefined;
  }

  clear(): void {
    this.blocks.clear();
    this.asked.clear();
  }

  private touch(block: number, rows: readonly R[]): void {
    this.blocks.delete(block);
    this.blocks.set(block, rows);
  }
}

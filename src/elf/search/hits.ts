const FIRST_CAPACITY = 1024;

/**
 * Where a text was found in a table of names: what a longer text can be found in. Twelve bytes a name that
 * has it.
 */
export class Hits {
  length = 0;
  #entries = new Uint32Array(FIRST_CAPACITY);
  #places = new Uint32Array(FIRST_CAPACITY);
  #ends = new Uint32Array(FIRST_CAPACITY);

  constructor(
    readonly text: string,
    readonly probeableOnly: boolean,
  ) {}

  /**
   * @param entry of the table
   * @param place where in the name the text ranks best
   * @param end of the name
   */
  add(entry: number, place: number, end: number): void {
    const at = this.length++;
    if (at === this.#entries.length) {
      this.#entries = grown(this.#entries);
      this.#places = grown(this.#places);
      this.#ends = grown(this.#ends);
    }
    this.#entries[at] = entry;
    this.#places[at] = place;
    this.#ends[at] = end;
  }

  entry(at: number): number {
    return this.#entries[at] ?? 0;
  }

  place(at: number): number {
    return this.#places[at] ?? 0;
  }

  end(at: number): number {
    return this.#ends[at] ?? 0;
  }
}

function grown(column: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(2 * column.length);
  larger.set(column);
  return larger;
}

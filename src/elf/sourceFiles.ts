/** More than any program is made of; a hostile table could name one for each symbol. */
const MAX_FILES = 1 << 20;

/**
 * What the local rows of a symbol table were compiled from: a symbol of type STT_FILE comes before
 * those of its file. One entry a file, so that rows need no column for it.
 */
export class SourceFiles {
  readonly #rows: number[] = [];
  readonly #names: number[] = [];

  /** The file that rows from here on belong to. @param name where its name begins in the names */
  start(row: number, name: number): void {
    if (this.#rows.at(-1) === row) {
      this.#names[this.#names.length - 1] = name;
    } else if (this.#rows.length < MAX_FILES) {
      this.#rows.push(row);
      this.#names.push(name);
    }
  }

  /** Where the name of a row's file begins. */
  nameOf(row: number): number | undefined {
    let start = 0;
    let end = this.#rows.length;
    while (start < end) {
      const middle = (start + end) >>> 1;
      if ((this.#rows[middle] ?? 0) <= row) {
        start = middle + 1;
      } else {
        end = middle;
      }
    }
    return this.#names[start - 1];
  }
}

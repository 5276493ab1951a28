import type { RowList } from './rankedRows';

/** As many as a page has, so that it is in one window or two. */
const WINDOW = 256;

/** Single rows of a list that is made in parts. */
export class RowWindow {
  #from = 0;
  #rows = new Uint32Array(0);

  constructor(private readonly list: RowList) {}

  at(place: number): number {
    if (place < this.#from || place >= this.#from + this.#rows.length) {
      this.#from = place - (place % WINDOW);
      this.#rows = this.list.slice(this.#from, Math.min(this.#from + WINDOW, this.list.length));
    }
    return this.#rows[place - this.#from] ?? 0;
  }
}

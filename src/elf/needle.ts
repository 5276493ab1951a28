/** How far a string is looked through in JavaScript before the native search takes over. */
const NEAR = 96;

/** A text sought in a string table, and where it occurs in the string that was looked at last. */
export class Needle {
  /** Bytes. */
  readonly length: number;
  /** Last place in the string. */
  last = 0;
  /** Last place where a word begins with it, -1 for none. */
  lastWord = -1;
  readonly #bytes: Buffer;

  constructor(
    text: string,
    /** The table as it is: where words begin depends on case. */
    private readonly names: Buffer,
    /** The table to search: as it is or folded to lower case. */
    private readonly haystack: Buffer,
  ) {
    this.#bytes = Buffer.from(text);
    this.length = this.#bytes.length;
  }

  /** Next place from `from` on, -1 for none. */
  next(from: number): number {
    if (this.length === 0) {
      return -1;
    }
    // A common text is in nearly every string, where a native call costs more than it saves.
    const near = Math.min(from + NEAR, this.haystack.length);
    const place = this.#scan(from, near);
    return place < near ? place : this.haystack.indexOf(this.#bytes, near);
  }

  /** Finds all places in the string that ends at `end` and first has it at `at`. */
  readString(at: number, end: number): void {
    const limit = end - this.length + 1;
    this.lastWord = -1;
    for (let place = at; place < limit; place = this.#scan(place + 1, limit)) {
      this.last = place;
      if (this.beginsWord(place)) {
        this.lastWord = place;
      }
    }
  }

  /** As `readString` for a name that need not have it; false where it has not. */
  isIn(start: number, end: number): boolean {
    const limit = end - this.length + 1;
    const first = this.#scan(start, limit);
    if (this.length === 0 || first >= limit) {
      return false;
    }
    this.readString(first, end);
    return true;
  }

  /** Where it ranks best in the name that begins at `start`, after `readString` or `isIn`. */
  bestPlace(start: number): number {
    if (this.isAt(start)) {
      return start;
    }
    return start <= this.lastWord ? this.lastWord : this.last;
  }

  isAt(place: number): boolean {
    const { haystack, length } = this;
    const bytes = this.#bytes;
    for (let i = 0; i < length; i++) {
      if (haystack[place + i] !== bytes[i]) {
        return false;
      }
    }
    return true;
  }

  /** First place in [from, to), or `to`. */
  #scan(from: number, to: number): number {
    const { haystack } = this;
    const first = this.#bytes[0];
    for (let place = from; place < to; place++) {
      if (haystack[place] === first && this.isAt(place)) {
        return place;
      }
    }
    return to;
  }

  /** After anything but a letter (`foo_bar`, mangled `3foo3bar`), or a capital after a small one. */
  beginsWord(place: number): boolean {
    const before = this.names[place - 1] ?? 0;
    return !isLetter(before) || (isLower(before) && isUpper(this.names[place] ?? 0));
  }
}

function isLower(byte: number): boolean {
  return byte >= 0x61 && byte <= 0x7a;
}

function isUpper(byte: number): boolean {
  return byte >= 0x41 && byte <= 0x5a;
}

function isLetter(byte: number): boolean {
  return isLower(byte) || isUpper(byte);
}

import type { NameTable } from '../names/nameTable';
import { nameEnd } from '../names/nameTable';
import { maskBit } from './fuzzy';
import type { Slices } from './slices';

const NAMES_PER_LOOK = 1024;
const MASK_OF_BYTE = Uint32Array.from({ length: 256 }, (_, byte) => maskBit(byte));

/** Which letters each name of a table has, and where it ends, eight bytes a name: most names lack one of those sought. */
export class LetterMasks {
  readonly #masks: Uint32Array;
  readonly #ends: Uint32Array;
  #made = 0;

  constructor(private readonly table: NameTable) {
    this.#masks = new Uint32Array(table.rows.length);
    this.#ends = new Uint32Array(table.rows.length);
  }

  /** Stopped by its signal, it goes on where it was when it is called again. */
  async make(slices: Slices): Promise<void> {
    const { names, starts } = this.table;
    while (this.#made < starts.length) {
      const start = starts[this.#made] ?? 0;
      const end = nameEnd(this.table, start);
      let mask = 0;
      for (let at = start; at < end; at++) {
        mask |= MASK_OF_BYTE[names[at] ?? 0] ?? 0;
      }
      this.#ends[this.#made] = end;
      this.#masks[this.#made++] = mask;
      if (this.#made % NAMES_PER_LOOK === 0 && slices.isOver()) {
        await slices.next();
      }
    }
  }

  /** The names that have all of these letters. */
  having(letters: number): NameTable {
    const masks = this.#masks;
    return subTable(
      { ...this.table, ends: this.#ends },
      at => ((masks[at] ?? 0) & letters) === letters,
    );
  }
}

/** A part of a table, by place. */
export function subTable(table: NameTable, accepts: (place: number) => boolean): NameTable {
  const rows = new Uint32Array(table.rows.length);
  const starts = new Uint32Array(table.rows.length);
  const ends = table.ends && new Uint32Array(table.rows.length);
  let length = 0;
  for (let at = 0; at < rows.length; at++) {
    if (accepts(at)) {
      rows[length] = table.rows[at] ?? 0;
      if (ends) {
        ends[length] = table.ends[at] ?? 0;
      }
      starts[length++] = table.starts[at] ?? 0;
    }
  }
  return {
    ...table,
    rows: rows.subarray(0, length),
    starts: starts.subarray(0, length),
    ...(ends && { ends: ends.subarray(0, length) }),
  };
}

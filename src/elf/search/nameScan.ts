import { NO_KEY } from '../names/nameMemory';
import type { NameTable } from '../names/nameTable';
import fuzzyBytes from './fuzzy.wat';
import type { Slices } from './slices';
import substringBytes from './substring.wat';

/** Compiled once: V8 makes them faster as they run. */
const FUZZY = new WebAssembly.Module(fuzzyBytes);
const SUBSTRING = new WebAssembly.Module(substringBytes);
/** Bytes of names between two looks at the clock, a multiple of a block; and names. */
const BYTES_PER_LOOK = 1 << 18;
const NAMES_PER_LOOK = 1 << 12;

type Begin = (
  names: number,
  starts: number,
  rows: number,
  keys: number,
  entries: number,
  length: number,
  versions: number,
  probeableOnly: number,
) => void;

/** What the modules export. */
interface Substring {
  begin: Begin;
  /** Bytes at [from, to). */
  scan(from: number, to: number): void;
}
interface Fuzzy {
  begin: Begin;
  /** Entries of [from, to). */
  match(from: number, to: number): void;
}

/**
 * The searches in WebAssembly over one table of names. Each gives keys (see rankedRows.ts) to the rows whose names
 * match and NO_KEY to all others, and rejects with the signal's reason soon after it is aborted. One at a time.
 * Linkers let names share their tails, so one place in the table can belong to several rows.
 */
export class NameScan {
  readonly #substring: Substring;
  readonly #fuzzy: Fuzzy;

  constructor(private readonly table: NameTable) {
    this.#substring = instantiate(SUBSTRING, table) as Substring;
    this.#fuzzy = instantiate(FUZZY, table) as Fuzzy;
  }

  /** Names that have a text in them, their versions included. */
  async substring(
    text: Uint8Array,
    anyCase: boolean,
    probeableOnly: boolean,
    slices: Slices,
  ): Promise<void> {
    const { namesAt, names } = this.table.memory;
    if (this.#begin(this.#substring.begin, text, anyCase, probeableOnly)) {
      const end = namesAt + names.length;
      for (let at = namesAt; at < end; at += BYTES_PER_LOOK) {
        this.#substring.scan(at, Math.min(at + BYTES_PER_LOOK, end));
        if (slices.isOver()) {
          await slices.next();
        }
      }
    }
  }

  /** Names that have the letters in their order, in any case. */
  async fuzzy(letters: Uint8Array, probeableOnly: boolean, slices: Slices): Promise<void> {
    const { length } = this.table;
    if (this.#begin(this.#fuzzy.begin, letters, true, probeableOnly)) {
      for (let at = 0; at < length; at += NAMES_PER_LOOK) {
        this.#fuzzy.match(at, Math.min(at + NAMES_PER_LOOK, length));
        if (slices.isOver()) {
          await slices.next();
        }
      }
    }
  }

  /** False where nothing can be found. */
  #begin(begin: Begin, text: Uint8Array, anyCase: boolean, probeableOnly: boolean): boolean {
    const { memory, length, hasVersions } = this.table;
    memory.keys.fill(NO_KEY);
    if (!memory.setText(text, anyCase)) {
      return false;
    }
    const { namesAt, startsAt, rowsAt, keysAt } = memory;
    const [versions, probeable] = [Number(hasVersions), Number(probeableOnly)];
    begin(namesAt, startsAt, rowsAt, keysAt, length, text.length, versions, probeable);
    return true;
  }
}

function instantiate(module: WebAssembly.Module, { memory: { memory } }: NameTable): object {
  return new WebAssembly.Instance(module, { names: { memory } }).exports;
}

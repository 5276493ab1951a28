import { setImmediate } from 'node:timers/promises';
import type { SymbolColumns } from '../symbolColumns';
import { isMangled, type Demangler } from './demangler';
import { NameMemory } from './nameMemory';
import type { NameTable } from './nameTable';

/** Longest stretch without a look at other requests, ms, and how many names between two looks at the clock. */
const SLICE = 8;
const NAMES_PER_LOOK = 64;
/** Bytes. The names of a million C++ functions are some 150 MB; what is above can be searched raw only. */
const MAX_BYTES = 192 << 20;
const AT_SIGN = 0x40;

/**
 * The demangled names of a file as one text to search, made when first wanted and in slices. Holds only
 * mangled names: those of C add nothing. One block of memory that grows as it fills up to MAX_BYTES,
 * and eight bytes a name; no strings.
 */
export class DemangledNames {
  /** Undefined until all are there. */
  table: NameTable | undefined;
  #making: Promise<NameTable> | undefined;

  constructor(
    private readonly columns: SymbolColumns,
    private readonly demangler: Demangler,
  ) {}

  /** Goes on when whoever asked has lost interest: the next one will ask too. */
  make(): Promise<NameTable> {
    this.#making ??= this.#make();
    return this.#making;
  }

  async #make(): Promise<NameTable> {
    const { columns } = this;
    const rows = mangledRows(columns);
    const starts = new Uint32Array(rows.length);
    const text = new GrowingText(new NameMemory(rows.length, columns.length, rows.length * 64));
    let made = 0;
    let since = performance.now();
    for (let at = 0; at < rows.length && text.length < MAX_BYTES; at++) {
      const row = rows[at] ?? 0;
      const name = this.demangler.demangle(mangledName(columns, row));
      if (name) {
        rows[made] = row;
        starts[made++] = text.length;
        text.append(name);
      }
      if (at % NAMES_PER_LOOK === 0 && performance.now() - since > SLICE) {
        await setImmediate();
        since = performance.now();
      }
    }
    const { memory } = text;
    memory.fill(starts.subarray(0, made), rows.subarray(0, made), columns.verdict);
    this.table = { memory, length: made, hasVersions: false };
    return this.table;
  }
}

function mangledRows({ names, nameOffset, length }: SymbolColumns): Uint32Array {
  const rows = new Uint32Array(length);
  let count = 0;
  for (let row = 0; row < length; row++) {
    if (isMangled(names, nameOffset[row] ?? 0)) {
      rows[count++] = row;
    }
  }
  return rows.slice(0, count);
}

/** A row's bytes in the string table, without a version. */
export function mangledName({ names, nameOffset }: SymbolColumns, row: number): Buffer {
  const start = nameOffset[row] ?? 0;
  let end = start;
  while (end < names.length && names[end] !== 0 && names[end] !== AT_SIGN) {
    end++;
  }
  return names.subarray(start, end);
}

/** NUL-ended texts one after the other. */
class GrowingText {
  length = 0;

  constructor(readonly memory: NameMemory) {}

  append(text: Uint8Array): void {
    const end = this.length + text.length + 1;
    if (end > this.memory.names.length) {
      this.memory.grow(end + Math.max(end >> 1, 1 << 20));
    }
    this.memory.names.set(text, this.length);
    this.length = end;
  }
}

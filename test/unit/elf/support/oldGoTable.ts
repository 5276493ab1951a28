/** A function as a table names it. */
export interface NamedEntry {
  readonly address: bigint;
  readonly name: string;
}

interface Machine {
  readonly wordSize: 4 | 8;
  readonly littleEndian: boolean;
}

/** Bytes of a record behind its entry point: where the name is, then what is not read here. */
const RECORD_REST = 32;

/**
 * Writes the tables of Go functions that linkers before Go 1.18 made, as debug/gosym/pclntab.go of Go
 * describes them: without lines and files. `1.2` has pairs behind the header and counts all from the
 * table's start; `1.16` tells where its parts begin.
 */
export function oldGoTable(
  version: '1.2' | '1.16',
  functions: readonly NamedEntry[],
  machine: Machine,
): Buffer {
  const { wordSize } = machine;
  const isFlat = version === '1.2';
  const headerSize = 8 + (isFlat ? 1 : 7) * wordSize;
  const names = Buffer.from(functions.map(({ name }) => `${name}\0`).join(''));
  const pairsSize = (2 * functions.length + 1) * wordSize + 4;
  const recordSize = wordSize + RECORD_REST;
  const recordsSize = functions.length * recordSize;
  const namesAt = isFlat ? headerSize + pairsSize + recordsSize + 4 : headerSize;
  const pairsAt = isFlat ? headerSize : align(headerSize + names.length, wordSize);
  const size = isFlat ? namesAt + names.length : pairsAt + pairsSize + recordsSize;
  const table = new Writer(Buffer.alloc(size), machine);
  table.u32(0, isFlat ? 0xfffffffb : 0xfffffffa);
  table.bytes.set([1, wordSize], 6);
  table.word(8, BigInt(functions.length));
  if (!isFlat) {
    // Files, then where names, units, files, line tables and functions begin.
    [0, namesAt, pairsAt, pairsAt, pairsAt, pairsAt].forEach((value, index) => {
      table.word(8 + (index + 1) * wordSize, BigInt(value));
    });
  }
  const base = isFlat ? 0 : pairsAt;
  let name = isFlat ? namesAt : 0;
  for (const [index, { address, name: text }] of functions.entries()) {
    const record = pairsAt + pairsSize + index * recordSize;
    table.word(pairsAt + index * 2 * wordSize, address);
    table.word(pairsAt + (index * 2 + 1) * wordSize, BigInt(record - base));
    table.word(record, address);
    table.u32(record + wordSize, name);
    name += Buffer.byteLength(text) + 1;
  }
  const end = pairsAt + functions.length * 2 * wordSize;
  table.word(end, (functions.at(-1)?.address ?? 0n) + 16n);
  // No files: their table is one zero, which the last record's end is.
  table.u32(end + wordSize, isFlat ? namesAt - 4 : 0);
  names.copy(table.bytes, namesAt);
  return table.bytes;
}

class Writer {
  constructor(
    readonly bytes: Buffer,
    private readonly machine: Machine,
  ) {}

  u32(at: number, value: number): void {
    if (this.machine.littleEndian) {
      this.bytes.writeUInt32LE(value, at);
    } else {
      this.bytes.writeUInt32BE(value, at);
    }
  }

  word(at: number, value: bigint): void {
    if (this.machine.wordSize === 4) {
      this.u32(at, Number(value));
    } else if (this.machine.littleEndian) {
      this.bytes.writeBigUInt64LE(value, at);
    } else {
      this.bytes.writeBigUInt64BE(value, at);
    }
  }
}

function align(value: number, to: number): number {
  return Math.ceil(value / to) * to;
}

import type { Segment } from '../programHeaders';
import type { SymbolColumns } from '../symbolColumns';
import wat from './judgeRows.wat';

const MODULE = new WebAssembly.Module(wat);
/** In the column for a moment. */
const UNDECIDED = 0xff;

interface Exports {
  judge(
    length: number,
    sections: number,
    sectionCount: number,
    segments: number,
    segmentCount: number,
  ): number;
}

/** Values of the `verdict` column. */
export interface VerdictValues {
  readonly probeable: number;
  readonly ifunc: number;
  readonly undefined: number;
  readonly notFunction: number;
  readonly outside: number;
  readonly writable: number;
}

/**
 * Fills the `verdict` column of a program or a library.
 * @param bySection by section index, the verdict on what is in it
 * @param code executable segments, of which the first that has a row's address counts
 * @param other tells of rows that take more than a look
 */
export function judgeAll(
  columns: SymbolColumns,
  bySection: Uint8Array,
  code: readonly Segment[],
  values: VerdictValues,
  other: (row: number) => number,
): void {
  const { memory, places, verdict, length } = columns;
  const imports = {
    table: { memory: memory.memory, ...places },
    verdict: { ...values, undecided: UNDECIDED },
  };
  const wasm = new WebAssembly.Instance(MODULE, imports).exports as Exports;
  new Uint8Array(memory.memory.buffer, places.work, bySection.length).set(bySection);
  const segments = places.work + 8 * Math.ceil(bySection.length / 8);
  const words = new BigUint64Array(memory.memory.buffer, segments, 3 * code.length);
  code.forEach(({ address, fileSize, writable }, index) => {
    words.set(
      [address, fileSize, BigInt(writable ? values.writable : values.probeable)],
      3 * index,
    );
  });
  if (wasm.judge(length, places.work, bySection.length, segments, code.length) > 0) {
    let row = verdict.indexOf(UNDECIDED);
    while (row >= 0) {
      verdict[row] = other(row);
      row = verdict.indexOf(UNDECIDED, row + 1);
    }
  }
}

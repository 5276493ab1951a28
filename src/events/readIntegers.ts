import type { EventField } from './eventFormat';
import type { Records } from './records';

export type Integers = Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array;

/**
 * Reads the numbers that records `from` up to `to` have at `offset` to `target`, from `index` on.
 * Signs are those of the target's type.
 */
export type ReadIntegers = (
  records: Records,
  from: number,
  to: number,
  offset: number,
  target: Integers,
  index: number,
) => void;

/** One loop for each size and byte order, so that nothing is decided in it. */
export function readIntegers(
  { elementSize }: Pick<EventField, 'elementSize'>,
  littleEndian: boolean,
): ReadIntegers {
  if (elementSize === 1) {
    return readBytes;
  }
  if (elementSize === 2) {
    return littleEndian ? readShorts : readBigShorts;
  }
  return littleEndian ? readInts : readBigInts;
}

const readBytes: ReadIntegers = ({ bytes, starts }, from, to, offset, target, index) => {
  for (let at = from; at < to; at++) {
    target[index++] = bytes[(starts[at] ?? 0) + offset] ?? 0;
  }
};

const readShorts: ReadIntegers = ({ view, starts }, from, to, offset, target, index) => {
  for (let at = from; at < to; at++) {
    target[index++] = view.getUint16((starts[at] ?? 0) + offset, true);
  }
};

const readBigShorts: ReadIntegers = ({ view, starts }, from, to, offset, target, index) => {
  for (let at = from; at < to; at++) {
    target[index++] = view.getUint16((starts[at] ?? 0) + offset, false);
  }
};

const readInts: ReadIntegers = ({ view, starts }, from, to, offset, target, index) => {
  for (let at = from; at < to; at++) {
    target[index++] = view.getInt32((starts[at] ?? 0) + offset, true);
  }
};

const readBigInts: ReadIntegers = ({ view, starts }, from, to, offset, target, index) => {
  for (let at = from; at < to; at++) {
    target[index++] = view.getInt32((starts[at] ?? 0) + offset, false);
  }
};

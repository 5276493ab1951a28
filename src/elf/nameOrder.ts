import type { SymbolColumns } from './symbolColumns';

/** Names that are alike this far are left in the order of their rows, which bounds hostile files. */
const MAX_DEPTH = 256;
const SMALL = 12;

/**
 * Rows in the order of their names' bytes: a three-way radix quicksort, which looks at each byte of a
 * common prefix (`_ZN…`) once a partition and makes no strings.
 */
export function sortByName(rows: Uint32Array, columns: SymbolColumns): Uint32Array {
  const sorted = rows.slice();
  const { names, nameOffset } = columns;
  const byteAt = (row: number, depth: number): number => names[(nameOffset[row] ?? 0) + depth] ?? 0;
  const stack = [0, sorted.length, 0];
  while (stack.length > 0) {
    const depth = stack.pop() ?? 0;
    const end = stack.pop() ?? 0;
    const start = stack.pop() ?? 0;
    if (end - start < SMALL) {
      insertionSort(sorted, start, end, depth, byteAt);
      continue;
    }
    const pivot = byteAt(sorted[start + ((end - start) >> 1)] ?? 0, depth);
    let less = start;
    let more = end;
    for (let at = start; at < more;) {
      const row = sorted[at] ?? 0;
      const byte = byteAt(row, depth);
      if (byte < pivot) {
        sorted[at++] = sorted[less] ?? 0;
        sorted[less++] = row;
      } else if (byte > pivot) {
        sorted[at] = sorted[--more] ?? 0;
        sorted[more] = row;
      } else {
        at++;
      }
    }
    stack.push(start, less, depth, more, end, depth);
    if (pivot !== 0 && depth < MAX_DEPTH) {
      stack.push(less, more, depth + 1);
    } else {
      sorted.subarray(less, more).sort();
    }
  }
  return sorted;
}

function insertionSort(
  rows: Uint32Array,
  start: number,
  end: number,
  depth: number,
  byteAt: (row: number, depth: number) => number,
): void {
  const isAfter = (a: number, b: number): boolean => {
    for (let at = depth; at <= MAX_DEPTH; at++) {
      const difference = byteAt(a, at) - byteAt(b, at);
      if (difference !== 0) {
        return difference > 0;
      }
      if (byteAt(a, at) === 0) {
        break;
      }
    }
    return a > b;
  };
  for (let next = start + 1; next < end; next++) {
    const row = rows[next] ?? 0;
    let at = next;
    for (; at > start && isAfter(rows[at - 1] ?? 0, row); at--) {
      rows[at] = rows[at - 1] ?? 0;
    }
    rows[at] = row;
  }
}

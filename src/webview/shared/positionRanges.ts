import type { PositionRange } from '../../protocol/symbolsView';

/** A set of row positions: ascending, disjoint ranges with a gap between each two; both ends included. */
export type PositionRanges = readonly PositionRange[];

export function hasPosition(ranges: PositionRanges, position: number): boolean {
  return ranges.some(([first, last]) => first <= position && position <= last);
}

export function countPositions(ranges: PositionRanges): number {
  return ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0);
}

export function addPosition(ranges: PositionRanges, position: number): PositionRanges {
  return toRanges([...ranges, [position, position]]);
}

export function removePosition(ranges: PositionRanges, position: number): PositionRanges {
  return ranges.flatMap(([first, last]): PositionRange[] => {
    if (position < first || position > last) {
      return [[first, last]];
    }
    const parts: PositionRange[] = [
      [first, position - 1],
      [position + 1, last],
    ];
    return parts.filter(([from, to]) => from <= to);
  });
}

/** Any ranges as such a set. */
export function toRanges(given: readonly PositionRange[]): PositionRanges {
  const ranges: PositionRange[] = [];
  for (const [first, last] of [...given].sort((a, b) => a[0] - b[0])) {
    const before = ranges.at(-1);
    if (before && first <= before[1] + 1) {
      before[1] = Math.max(before[1], last);
    } else {
      ranges.push([first, last]);
    }
  }
  return ranges;
}

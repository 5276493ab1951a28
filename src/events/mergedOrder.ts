/**
 * The indices of `times` in the order of time, equal ones as they are, by merging runs that are in
 * order already: those between neighbours of `bounds`.
 */
export function mergedOrder(times: Float64Array, bounds: readonly number[]): Uint32Array {
  const count = bounds.at(-1) ?? 0;
  let from: Uint32Array = new Uint32Array(count).map((_, at) => at);
  let to: Uint32Array = new Uint32Array(count);
  for (let runs = bounds; runs.length > 2;) {
    const merged: number[] = [0];
    for (let run = 0; run + 1 < runs.length; run += 2) {
      const middle = runs[run + 1] ?? count;
      const end = runs[run + 2] ?? middle;
      mergeRuns(times, from, to, runs[run] ?? 0, middle, end);
      merged.push(end);
    }
    [from, to] = [to, from];
    runs = merged;
  }
  return from;
}

function mergeRuns(
  times: Float64Array,
  from: Uint32Array,
  to: Uint32Array,
  begin: number,
  middle: number,
  end: number,
): void {
  let left = begin;
  let right = middle;
  for (let at = begin; at < end; at++) {
    const isLeft =
      left < middle &&
      (right >= end || (times[from[left] ?? 0] ?? 0) <= (times[from[right] ?? 0] ?? 0));
    to[at] = from[isLeft ? left++ : right++] ?? 0;
  }
}

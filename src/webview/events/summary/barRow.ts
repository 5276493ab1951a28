import type { ViewBar } from '../../../protocol/eventsView';

/** Powers of two between the smallest and the largest, those without numbers included. */
export function withEmptyBars(bars: readonly ViewBar[]): readonly ViewBar[] {
  const all: ViewBar[] = [];
  for (const bar of bars) {
    for (let last = all.at(-1); last && last.to < bar.from; last = all.at(-1)) {
      all.push({ from: last.to, to: following(last.to), count: 0 });
    }
    all.push(bar);
  }
  return all;
}

/** The end of the bar that begins there; those of negative numbers end at -63, -31, … 0. */
function following(from: number): number {
  if (from > 0) {
    return from * 2;
  }
  return from === 0 ? 1 : 1 - (1 - from) / 2;
}

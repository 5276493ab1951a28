/** Between two looks at the counts, in ms: what is over its budget is seen after twice this at the latest. */
const LOOK_MS = 100;
/** Rows of the profiles, of all tools' events, up to which a look is cheap: about 0.3 ms and 0.6 µs a row. */
const CHEAP_ROWS = 5000;

/**
 * How long until the counts are looked at again, in ms: so that it takes some 3 % of a CPU at most. Not
 * longer while nothing moves, as what begins to be called all the time would be seen late.
 * @param rows that the last look read. Not the time it took: most of that is waiting for other changes.
 */
export function lookDelay(rows: number): number {
  return LOOK_MS * Math.max(1, rows / CHEAP_ROWS);
}

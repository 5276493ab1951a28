import type { EventColumn } from '../eventColumns';

/** Columns with a card of their own. */
const CARDS = 4;

/**
 * What is worth a look: how long calls took, who called, the first arguments; then where it happened.
 * @param chosen what the user wants in each place, null where it is left to us
 */
export function summaryColumns(
  columns: readonly EventColumn[],
  chosen: readonly (string | null)[],
): readonly EventColumn[] {
  const find = (id: string): EventColumn | undefined => columns.find(column => column.id === id);
  const best = [
    ...[find('took'), find('caller')],
    ...columns.filter(({ isArgument }) => isArgument),
    ...[find('returned'), find('process'), find('thread'), find('cpu')],
  ].filter(column => column !== undefined);
  const wanted = chosen.map(id => (id === null ? undefined : find(id)));
  const taken = new Set(wanted.map(column => column?.id));
  const rest = best.filter(({ id }) => !taken.has(id));
  return Array.from({ length: CARDS }, (_, at) => wanted[at] ?? rest.shift()).filter(
    column => column !== undefined,
  );
}

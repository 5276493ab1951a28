import type { PositionRange, ToSymbolsView } from '../../protocol/symbolsView';

type Kept = NonNullable<Extract<ToSymbolsView, { type: 'rows' }>['kept']>;

/**
 * Where selected rows are in another order of the table.
 * @param positions of the active row first, then of the selected ones; below 0 for what is not in it
 */
export function keptSelection(positions: readonly number[] | undefined): Kept | undefined {
  const [active, ...selected] = positions ?? [];
  if (active === undefined || positions?.some(position => position < 0)) {
    return undefined;
  }
  const ranges: PositionRange[] = [];
  for (const position of [...selected].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && position <= last[1] + 1) {
      last[1] = position;
    } else {
      ranges.push([position, position]);
    }
  }
  return { ranges, active };
}

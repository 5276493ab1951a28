import type { PositionRange } from '../../protocol/symbolsView';

/**
 * Selected rows as positions, and the active one (which has the focus). Immutable; the moves are
 * those of a list in VS Code: plain, Shift extends from the anchor, Ctrl toggles one.
 */
export interface RowSelection {
  readonly active: number;
  readonly anchor: number;
  readonly selected: ReadonlySet<number>;
}

export type SelectMode = 'replace' | 'extend' | 'toggle';

/** As many as one request to the helper takes; a longer range is cut at the active end. */
export const MAX_SELECTED = 256;

export const nothingSelected: RowSelection = { active: 0, anchor: 0, selected: new Set() };

export function select(current: RowSelection, position: number, mode: SelectMode): RowSelection {
  switch (mode) {
    case 'replace':
      return { active: position, anchor: position, selected: new Set([position]) };
    case 'toggle': {
      const selected = new Set(current.selected);
      if (!selected.delete(position) && selected.size < MAX_SELECTED) {
        selected.add(position);
      }
      return { active: position, anchor: position, selected };
    }
    case 'extend': {
      const step = position < current.anchor ? -1 : 1;
      const length = Math.min(Math.abs(position - current.anchor) + 1, MAX_SELECTED);
      const selected = Array.from({ length }, (_, index) => current.anchor + index * step);
      const active = current.anchor + (length - 1) * step;
      return { active, anchor: current.anchor, selected: new Set(selected) };
    }
  }
}

/** What a context menu on a row is for: the selection when the row is in it, else that row. */
export function selectForMenu(current: RowSelection, position: number): RowSelection {
  return current.selected.has(position)
    ? { ...current, active: position }
    : select(current, position, 'replace');
}

/** The selected positions as ascending ranges. */
export function toRanges(selected: ReadonlySet<number>): PositionRange[] {
  const ranges: PositionRange[] = [];
  for (const position of [...selected].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && last[1] === position - 1) {
      last[1] = position;
    } else {
      ranges.push([position, position]);
    }
  }
  return ranges;
}

import { addPosition, hasPosition, removePosition, type PositionRanges } from './positionRanges';

/**
 * Selected rows as positions, and the active one (which has the focus). Immutable; the moves are
 * those of a list in VS Code: plain, Shift extends from the anchor, Ctrl toggles one or only moves.
 */
export interface RowSelection {
  readonly active: number;
  readonly anchor: number;
  readonly selected: PositionRanges;
}

export type SelectMode = 'replace' | 'extend' | 'toggle' | 'move';

/** As many as one request takes: more pieces than this are not selected one by one. */
const MAX_RANGES = 1000;

export const nothingSelected: RowSelection = { active: 0, anchor: 0, selected: [] };

export function select(current: RowSelection, position: number, mode: SelectMode): RowSelection {
  const { anchor, selected } = current;
  switch (mode) {
    case 'replace':
      return { active: position, anchor: position, selected: [[position, position]] };
    case 'toggle': {
      const toggled = hasPosition(selected, position)
        ? removePosition(selected, position)
        : addPosition(selected, position);
      return {
        active: position,
        anchor: position,
        selected: toggled.length > MAX_RANGES ? selected : toggled,
      };
    }
    case 'extend':
      return {
        active: position,
        anchor,
        selected: [[Math.min(anchor, position), Math.max(anchor, position)]],
      };
    case 'move':
      return { active: position, anchor: position, selected };
  }
}

/** All of `total` rows; the active one stays. */
export function selectAll(current: RowSelection, total: number): RowSelection {
  return { ...current, selected: total > 0 ? [[0, total - 1]] : [] };
}

/** What a context menu on a row is for: the selection when the row is in it, else that row. */
export function selectForMenu(current: RowSelection, position: number): RowSelection {
  return hasPosition(current.selected, position)
    ? { ...current, active: position }
    : select(current, position, 'replace');
}

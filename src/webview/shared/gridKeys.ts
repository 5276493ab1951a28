import type { SelectMode } from './rowSelection';

/** What a key does in the grid; `attach` is for the selected rows. */
export type GridAction =
  | { readonly type: 'go'; readonly position: number; readonly mode: SelectMode }
  | { readonly type: 'all' | 'attach' };

/** Where the grid is when a key is pressed. */
export interface GridPlace {
  readonly active: number;
  readonly total: number;
  readonly pageRows: number;
}

/** Of a KeyboardEvent. */
interface Pressed {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** The keys of a list in VS Code; undefined for those that are not the grid's. */
export function gridAction(pressed: Pressed, place: GridPlace): GridAction | undefined {
  const { key, altKey, shiftKey } = pressed;
  const control = pressed.ctrlKey || pressed.metaKey;
  if (altKey || place.total === 0) {
    return undefined;
  }
  const target = targetOf(key, place);
  if (target !== undefined) {
    const mode = shiftKey ? 'extend' : control ? 'move' : 'replace';
    return { type: 'go', position: Math.min(Math.max(0, target), place.total - 1), mode };
  }
  const here = { type: 'go', position: place.active } as const;
  switch (key) {
    case 'a':
      return control && !shiftKey ? { type: 'all' } : undefined;
    case 'Enter':
      return control ? undefined : { type: 'attach' };
    case ' ':
      return { ...here, mode: shiftKey ? 'extend' : 'toggle' };
    case 'Escape':
      return { ...here, mode: 'replace' };
    default:
      return undefined;
  }
}

function targetOf(key: string, { active, total, pageRows }: GridPlace): number | undefined {
  switch (key) {
    case 'ArrowUp':
      return active - 1;
    case 'ArrowDown':
      return active + 1;
    case 'PageUp':
      return active - pageRows;
    case 'PageDown':
      return active + pageRows;
    case 'Home':
      return 0;
    case 'End':
      return total - 1;
    default:
      return undefined;
  }
}

import type { MenuContext, ViewCost, ViewRow } from '../../protocol/symbolsView';
import type { PositionRanges } from '../shared/positionRanges';

/** Rows looked at for what a menu may offer; of more, something can be attached. */
const MOST = 200;

/** `pastEndbr`: the one row can be probed past its `endbr64`, which is cheaper. */
type RowsContext = MenuContext & { readonly pastEndbr: boolean };

/** What the page knows of its rows. */
interface KnownRows {
  row(position: number): ViewRow | undefined;
  cost(index: number): ViewCost | undefined;
}

/**
 * What VS Code's context menu is told of the selected rows. Its keys are context keys of `when`
 * clauses in package.json.
 */
export function menuContext(
  { editor, query }: { readonly editor: number; readonly query: number },
  selected: PositionRanges,
  known: KnownRows,
): { readonly preventDefaultContextMenuItems: true } & (RowsContext | object) {
  const rows = firstRows(selected, known);
  if (rows.length === 0) {
    return { preventDefaultContextMenuItems: true };
  }
  const able = rows.some(row => row === undefined || row.refusal === '');
  const [only] = rows;
  const isOne = rows.length === 1;
  const isImport = isOne && only?.kind === 'import';
  return {
    webviewSection: able ? 'symbol' : isImport ? 'symbolImport' : 'symbolRefused',
    pastEndbr: isOne && only !== undefined && (known.cost(only.index)?.past ?? '') !== '',
    editor,
    selection: { query, ranges: selected.map(([first, last]) => [first, last]) },
    preventDefaultContextMenuItems: true,
  };
}

function firstRows(selected: PositionRanges, known: KnownRows): (ViewRow | undefined)[] {
  const rows: (ViewRow | undefined)[] = [];
  for (const [first, last] of selected) {
    for (let position = first; position <= last && rows.length < MOST; position++) {
      rows.push(known.row(position));
    }
  }
  return rows;
}

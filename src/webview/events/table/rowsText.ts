import type { ViewEvent } from '../../../protocol/eventsView';
import type { PositionRanges } from '../../shared/positionRanges';
import type { EventColumn } from '../eventColumns';

/** Rows that are copied at most; all can be saved to a file. */
export const MAX_COPIED = 10_000;

/** Rows as lines of tab-separated values, as the table shows them. */
export function rowsText(rows: readonly ViewEvent[], columns: readonly EventColumn[]): string {
  return rows
    .map(row => columns.map(column => cellText(column.text(row))).join('\t'))
    .map(line => `${line}\n`)
    .join('');
}

/** The first ranges of rows that are copied, `to` not included; rows before `first` are gone. */
export function copiedRanges(
  selected: PositionRanges,
  first: number,
): readonly { readonly from: number; readonly to: number }[] {
  const ranges: { from: number; to: number }[] = [];
  let left = MAX_COPIED;
  for (const [begin, last] of selected) {
    const from = Math.max(begin, first);
    const to = Math.min(last + 1, from + left);
    if (to > from) {
      ranges.push({ from, to });
      left -= to - from;
    }
  }
  return ranges;
}

/**
 * A value is one cell, whatever a traced program put into it. As in a CSV file: a spreadsheet runs a text that
 * begins like a formula, an apostrophe makes it text; a terminal obeys control characters.
 */
function cellText(text: string): string {
  const isFormula = /^[=+\-@\t\r\n]/.test(text) && !/^-\d+(\.\d+)?$/.test(text);
  const safe = (isFormula ? `'${text}` : text).replace(
    /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g,
    control => `\\x${control.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
  return safe.replaceAll('\t', '\\t').replaceAll('\r', '\\r').replaceAll('\n', '\\n');
}

/** The columns in order; which of them a width and a choice leave is up to the style sheet. */
export const COLUMNS = [
  'name',
  'symbol',
  'offset',
  'size',
  'binding',
  'section',
  'source',
  'cost',
  'probed',
] as const;
export type Column = (typeof COLUMNS)[number];

/** Place of a column among all of them, for assistive technology: from 1, shown or not. */
export function columnIndex(column: Column): string {
  return String(COLUMNS.indexOf(column) + 1);
}

import type { ViewEvent, ViewSchema } from '../../protocol/eventsView';

/** Whether a column's text names a place that can be gone to; an address alone is in no known file. */
export function isCallSite(column: string, text: string, schema: ViewSchema | undefined): boolean {
  const field = schema?.fields.find(({ name }) => name === column);
  return field?.isCode === true && isInFile(text);
}

/** Whether a text names a place in a file: `handle_order+0x1c (orders) orders.c:42`, or without the line. */
export function isInFile(text: string): boolean {
  const open = text.search(/\S \(/);
  // In time that grows with its length: the names in it are those of hostile files.
  const close = open < 0 ? -1 : text.indexOf(')', open + 4);
  return (
    close >= 0 &&
    (text.endsWith(')') || (text.includes(') ', close) && /:\d+$/.test(text.slice(-20))))
  );
}

/** Whether it is known where an event's function was called from. */
export function hasCallSite({ values }: ViewEvent, schema: ViewSchema | undefined): boolean {
  return (schema?.fields ?? []).some(({ name }, at) => isCallSite(name, values[at] ?? '', schema));
}

/** What an event's `filter` file says. */
export type FilterAnswer =
  | { readonly kind: 'none' }
  | { readonly kind: 'set'; readonly text: string }
  | { readonly kind: 'refused'; readonly refusal: FilterRefusal };

/** The kernel's words about a filter that it did not take. */
export interface FilterRefusal {
  /** Its sentence; empty where it gives none, only `Error: (0)`. */
  readonly text: string;
  /** Where in the filter its caret stands, in characters from 0: often just past the culprit. */
  readonly column?: number;
}

/**
 * Reads the `filter` file of an event. After a refusal it holds the refused filter, a line with a
 * caret and `parse_error: …`, or no caret and `Error: (errno)` (`append_filter_err()` in
 * `kernel/trace/trace_events_filter.c`). A filter has no line breaks, as none are written.
 */
export function parseFilterFile(bytes: Uint8Array): FilterAnswer {
  const lines = Buffer.from(bytes).toString('latin1').split('\n');
  const [filter = '', second, third] = lines;
  if (second?.startsWith('Error: (')) {
    return { kind: 'refused', refusal: { text: '' } };
  }
  const said = third === undefined ? undefined : /^parse_error: (.*)$/.exec(third)?.[1];
  if (said !== undefined) {
    const column = characters(filter, second?.indexOf('^') ?? -1);
    return {
      kind: 'refused',
      refusal: { text: said, ...(column === undefined ? {} : { column }) },
    };
  }
  const text = Buffer.from(filter, 'latin1').toString();
  return text === 'none' ? { kind: 'none' } : { kind: 'set', text };
}

/** The kernel counts bytes. */
function characters(filter: string, byte: number): number | undefined {
  return byte < 0 ? undefined : Buffer.from(filter.slice(0, byte), 'latin1').toString().length;
}

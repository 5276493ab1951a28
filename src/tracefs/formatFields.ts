/** One `field:` line of a `format` or `header_page` file. Offset and size are in bytes. */
export interface FormatField {
  /** As in C, e.g. `int common_pid` or `__data_loc char[] name`. */
  readonly declaration: string;
  readonly name: string;
  readonly offset: number;
  readonly size: number;
  readonly signed: boolean;
}

const FIELD = /^\s*field:([^;]+);\s*offset:(\d+);\s*size:(\d+);(?:\s*signed:([01]);)?\s*$/;

/** The fields of a text in the kernel's notation (`f_show` in `kernel/trace/trace_events.c`), in its order. */
export function parseFormatFields(text: string): FormatField[] {
  return text.split('\n').flatMap(line => {
    const [, declaration, offset, size, signed] = FIELD.exec(line) ?? [];
    const name = /(\w+)\s*(?:\[[^\]]*\])?$/.exec(declaration ?? '')?.[1];
    return declaration === undefined || name === undefined
      ? []
      : [{ declaration, name, offset: Number(offset), size: Number(size), signed: signed === '1' }];
  });
}

import { parseFormatFields, type FormatField } from '../tracefs';

/**
 * How a field's values are stored and shown.
 *
 * - `int`: one number. `string`: bytes up to a NUL, at a fixed place or (`dynamic`) where a
 *   `__data_loc` word says: its low half is the offset in the record, its high half the length
 *   (include/trace/stages/stage1_struct_define.h).
 * - `ints`, `strings`: arrays of these; `bytes`: what is not known here.
 */
export type FieldKind = 'int' | 'ints' | 'string' | 'strings' | 'bytes';

/** One field of an event's records; offsets and sizes in bytes. */
export interface EventField {
  readonly name: string;
  readonly kind: FieldKind;
  readonly offset: number;
  /** The whole field. */
  readonly size: number;
  /** Of one number, or of one `__data_loc` word. */
  readonly elementSize: 1 | 2 | 4 | 8;
  readonly signed: boolean;
  readonly dynamic: boolean;
  /** How the kernel prints numbers; `plain`: a text of ours, without quotes. */
  readonly base: 'decimal' | 'hex' | 'char' | 'plain';
  /** Its values are sensitive: they are not kept. */
  readonly masked?: boolean;
}

/** An event's records as `events/GROUP/EVENT/format` describes them. */
export interface EventFormat {
  readonly id: number;
  readonly name: string;
  /** All fields but those every record begins with. */
  readonly fields: readonly EventField[];
  /** Bytes that a record has at least. */
  readonly size: number;
}

/** More fields or larger ones than the kernel makes: a text that lies. */
const MAX_FIELDS = 256;
const MAX_RECORD = 1 << 16;

/** Undefined where the text is no format, or describes what no record can hold. */
export function parseEventFormat(text: string): EventFormat | undefined {
  const id = Number(/^ID: (\d+)$/m.exec(text)?.[1]);
  const name = /^name: (\S+)$/m.exec(text)?.[1];
  const all = parseFormatFields(text);
  const size = Math.max(0, ...all.map(field => field.offset + field.size));
  if (!Number.isInteger(id) || name === undefined || all.length > MAX_FIELDS || size > MAX_RECORD) {
    return undefined;
  }
  const print = /^print fmt: "((?:[^"\\]|\\.)*)"/m.exec(text)?.[1] ?? '';
  const fields = all
    .filter(field => !field.name.startsWith('common_'))
    .map(field => eventField(field, print));
  return { id, name, fields, size };
}

function eventField(field: FormatField, print: string): EventField {
  const { declaration, name, offset, size, signed } = field;
  const dynamic = /^__data_loc\b/.test(declaration);
  const isText = /\bchar\b(?!.*\*)/.test(declaration) && /\[/.test(declaration);
  const common = { name, offset, size, signed, dynamic, base: baseOf(name, print) };
  if (dynamic && isText) {
    return { ...common, kind: size > 4 ? 'strings' : 'string', elementSize: 4 };
  }
  if (dynamic) {
    return { ...common, kind: 'bytes', elementSize: 4 };
  }
  if (isText) {
    return { ...common, kind: 'string', elementSize: 1 };
  }
  if (/\[\d*\]$/.test(declaration)) {
    const elementSize = elementOf(declaration, size);
    return { ...common, kind: elementSize ? 'ints' : 'bytes', elementSize: elementSize ?? 1 };
  }
  return isWord(size)
    ? { ...common, kind: 'int', elementSize: size }
    : { ...common, kind: 'bytes', elementSize: 1 };
}

/** By the number in the brackets, or by the name of the type that probes use (`u16 name[]`). */
function elementOf(declaration: string, size: number): 1 | 2 | 4 | 8 | undefined {
  const count = Number(/\[(\d+)\]$/.exec(declaration)?.[1]);
  const bits = Number(/^[sux](8|16|32|64)\b/.exec(declaration)?.[1]);
  const element = count > 0 ? size / count : bits / 8;
  return isWord(element) ? element : undefined;
}

function isWord(size: number): size is 1 | 2 | 4 | 8 {
  return size === 1 || size === 2 || size === 4 || size === 8;
}

/** In the print format a probe's field is `name=0x%Lx`, `name='%c'` or `name=%d`, in braces for an array. */
function baseOf(name: string, print: string): EventField['base'] {
  const shown = new RegExp(`(?:^|[ (])${name}(?:=|: )\\{?(0x|')?%`).exec(print);
  return shown?.[1] === '0x' ? 'hex' : shown?.[1] === "'" ? 'char' : 'decimal';
}

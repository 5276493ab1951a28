import { parseFormatFields } from '../../tracefs';

/** A field that a filter may compare. */
export interface FilterField {
  readonly name: string;
  readonly isText: boolean;
  /** As in the kernel's notation; empty for those every event has. */
  readonly type: string;
}

/**
 * Fields of no record that every filter may use (`trace_define_generic_fields()` in
 * `kernel/trace/trace_events.c`); each goes by its lower-case name too.
 */
const EVERYWHERE: readonly FilterField[] = [
  { name: 'comm', isText: true, type: '' },
  { name: 'cpu', isText: false, type: '' },
];

/** All fields of the event whose `format` is given: its own first, as people filter by those. */
export function filterFields(format: string): readonly FilterField[] {
  const fields = parseFormatFields(format).map(({ name, declaration }) => ({
    name,
    isText: /\bchar\b.*\[|\bchar \*/.test(declaration),
    type: declaration.slice(0, declaration.lastIndexOf(name)).trim(),
  }));
  const isCommon = ({ name }: FilterField): boolean => name.startsWith('common_');
  return [
    ...fields.filter(field => !isCommon(field) && !field.name.startsWith('__')),
    ...EVERYWHERE,
    ...fields.filter(field => isCommon(field) || field.name.startsWith('__')),
  ];
}

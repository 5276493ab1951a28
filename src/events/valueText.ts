import type { Scalar, Value } from './column';
import type { EventField } from './eventFormat';
import { MASKED } from './maskedColumn';

/** What the kernel prints for memory it could not read (`print_type_string` in kernel/trace/trace_probe.c). */
const FAULT = '(fault)';

/** What decides how a value is shown. */
type Shown = Pick<EventField, 'base' | 'masked'>;

/** A value as the kernel's own `trace` prints it: strings in quotes, arrays in braces. */
export function valueText(value: Value, field: Shown): string {
  if (field.masked) {
    return MASKED;
  }
  return Array.isArray(value)
    ? `{${(value as readonly Scalar[]).map(each => scalarText(each, field)).join(',')}}`
    : scalarText(value as Scalar, field);
}

function scalarText(value: Scalar, { base }: Shown): string {
  switch (typeof value) {
    case 'string':
      return base === 'plain' ? value : `"${value}"`;
    case 'number':
    case 'bigint':
      return base === 'hex'
        ? `0x${value.toString(16)}`
        : base === 'char'
          ? `'${String.fromCharCode(Number(value))}'`
          : value.toString();
    default:
      return FAULT;
  }
}

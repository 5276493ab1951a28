/**
 * The grammar of fetch arguments (`Documentation/trace/kprobetrace.rst`, `parse_probe_arg` in
 * `kernel/trace/trace_probe.c`), for checking what a user typed. Which forms and registers a kind
 * of probe, a machine and a kernel version have is left to the kernel.
 */

/**
 * MAX_ARGSTR_LEN: bytes of one argument without its name. It bounds how deep dereferences nest,
 * too.
 */
const ARGUMENT_BYTES_MAX = 63;

const NUMBER = '(?:0[xX][0-9a-fA-F]+|[0-9]+)';
const FIELDS = '(?:(?:->|\\.)[A-Za-z_]\\w*)*';

/** What stands for a value, and so may be dereferenced. */
const VALUES: readonly RegExp[] = [
  /^\$stack\d*$/,
  /^\$arg[1-9]\d*$/,
  new RegExp(`^\\$retval${FIELDS}$`),
  /^%\w+$/,
  new RegExp(`^@\\+?${NUMBER}$`),
  new RegExp(`^@[A-Za-z_][\\w.$]*(?:[+-]${NUMBER})?$`),
  new RegExp(`^\\\\[+-]?${NUMBER}$`),
  new RegExp(`^[A-Za-z_]\\w*${FIELDS}$`),
];

/** What may only stand alone: the command's name, all arguments, a fixed string. */
const ALONE: readonly RegExp[] = [/^\$(comm|COMM)$/, /^\$arg\*$/, /^\\"[^\t-\r \xa0#:\0]*"$/];

const DEREFERENCE = new RegExp(`^[+-]u?${NUMBER}\\((.+)\\)$`);

/** Whether `text` is a fetch without name and type, such as `%di` or `+8(+0(%si))`. */
export function validFetch(text: string): boolean {
  return (
    Buffer.byteLength(text) <= ARGUMENT_BYTES_MAX &&
    (ALONE.some(form => form.test(text)) || isValue(text))
  );
}

function isValue(text: string): boolean {
  const inner = DEREFERENCE.exec(text)?.[1];
  return inner === undefined ? VALUES.some(form => form.test(text)) : isValue(inner);
}

const BASIC = /^(?:[usx](?:8|16|32|64)|char|string|ustring|symbol|symstr)$/;
const BITFIELD = new RegExp(`^b(${NUMBER})@(${NUMBER})/(${NUMBER})$`);
const ARRAY = new RegExp(`^([^[]+)\\[(${NUMBER})\\]$`);

/** MAX_ARRAY_LEN. */
const ARRAY_MAX = 64;

/** Whether `text` is a type, such as `u32`, `string`, `x8[16]`, `b4@2/8` or `%pd`. */
export function validFetchType(text: string): boolean {
  const [, element, count] = ARRAY.exec(text) ?? [];
  if (element !== undefined) {
    const length = Number(count);
    return length >= 1 && length <= ARRAY_MAX && isElement(element);
  }
  return isElement(text) || /^%p[dD]$/.test(text);
}

function isElement(text: string): boolean {
  const match = BITFIELD.exec(text);
  if (match === null) {
    return BASIC.test(text);
  }
  const [width = 0, offset = 0, container = 0] = match.slice(1).map(Number);
  return width > 0 && [8, 16, 32, 64].includes(container) && width + offset <= container;
}

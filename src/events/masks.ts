import type { EventFormat } from './eventFormat';

/** Who called. */
export const CALLER = 'caller';
/** The kernel's field of a return's record that tells it (`set_print_fmt` in kernel/trace/trace_probe.c). */
export const RETURNS_TO = '__probe_ret_ip';

/** Whether an event's field is one that is masked. */
export type MaskTest = (field: string, event: string) => boolean;

/** A pattern that begins with it takes back what those before it mask. */
export const EXCEPT = '!';

/**
 * By names of fields in any case, `password` or `login.password` for those of one event, in which `*`
 * stands for any text and `?` for any character. The last pattern that fits counts, as in `.gitignore`: with `!`
 * before it the field is not masked.
 */
export function maskTest(patterns: readonly string[]): MaskTest {
  const tests = patterns.map(pattern => {
    const masks = !pattern.startsWith(EXCEPT);
    return { masks, names: (masks ? pattern : pattern.slice(EXCEPT.length)).toLowerCase() };
  });
  return (field, event) => {
    const name = field.toLowerCase();
    const whole = `${event.toLowerCase()}.${name}`;
    return tests.findLast(({ names }) => fits(names, name) || fits(names, whole))?.masks ?? false;
  };
}

/** The format without the values of fields that are masked: no column keeps them. */
export function maskFormat(format: EventFormat, isMasked: MaskTest): EventFormat {
  return {
    ...format,
    fields: format.fields.map(field =>
      isMasked(field.name, format.name) ||
      (field.name === RETURNS_TO && isMasked(callerName(format), format.name))
        ? { ...field, masked: true }
        : field,
    ),
  };
}

/** The column that is made of the field `RETURNS_TO`: a return may fetch something that is called so. */
export function callerName({ fields }: EventFormat): string {
  const names = new Set(fields.map(({ name }) => name));
  let name = CALLER;
  for (let count = 2; names.has(name); count++) {
    name = `${CALLER}${count}`;
  }
  return name;
}

/** Goes back to the last star only: no pattern takes longer than pattern times text. */
function fits(pattern: string, text: string): boolean {
  let at = 0;
  let star = -1;
  let retry = 0;
  for (let seen = 0; seen < text.length;) {
    if (pattern[at] === '*') {
      star = at++;
      retry = seen;
    } else if (pattern[at] === '?' || pattern[at] === text[seen]) {
      at++;
      seen++;
    } else if (star >= 0) {
      at = star + 1;
      seen = ++retry;
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(at));
}

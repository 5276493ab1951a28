import { textOf, byteText, isOneWord } from './commandText';
import { TracefsError } from './errors';
import type { FetchArgument } from './probe';

/** MAX_ARG_NAME_LEN (`kernel/trace/trace_probe.h`). */
const ARGUMENT_NAME_MAX = 32;

/** Fields every record has (`reserved_field_names` in `kernel/trace/trace_probe.c`). */
const RESERVED: ReadonlySet<string> = new Set([
  'common_type',
  'common_flags',
  'common_preempt_count',
  'common_pid',
  'common_tgid',
  '__probe_ip',
  '__probe_ret_ip',
  '__probe_func',
]);

/**
 * One word of byte text, split as the kernel does: the name ends at the first `=`, the fetch at the
 * first `:` after.
 */
export function parseFetchArgument(word: string): FetchArgument {
  const equals = word.indexOf('=');
  const body = word.slice(equals + 1);
  const colon = body.indexOf(':');
  const argument: FetchArgument = { fetch: textOf(colon < 0 ? body : body.slice(0, colon)) };
  if (equals >= 0) {
    argument.name = textOf(word.slice(0, equals));
  }
  if (colon >= 0) {
    argument.type = textOf(body.slice(colon + 1));
  }
  checkFetchArgument(argument);
  return argument;
}

export function formatFetchArgument(argument: FetchArgument): string {
  checkFetchArgument(argument);
  const name = argument.name === undefined ? '' : `${argument.name}=`;
  return name + argument.fetch + (argument.type === undefined ? '' : `:${argument.type}`);
}

/** Throws if two arguments have one name, counting the names the kernel gives to unnamed ones. */
export function checkArgumentNames(args: readonly FetchArgument[]): void {
  const used = new Set<string>();
  args.forEach((argument, index) => {
    const name = argument.name ?? `arg${index + 1}`;
    if (used.has(name)) {
      throw new TracefsError('invalidInput', `Two arguments are named "${name}"; rename one.`);
    }
    used.add(name);
  });
}

/**
 * What keeps one argument one word and its parts apart. What the fetch means is the kernel's to
 * judge.
 */
function checkFetchArgument({ name, fetch, type }: FetchArgument): void {
  if (name !== undefined && !validArgumentName(name)) {
    throw new TracefsError(
      'invalidInput',
      `The argument name "${name}" must be at most 32 letters, digits or "_", not start with a digit, and not be a field every record has.`,
    );
  }
  const separators = name === undefined ? /[:=]/ : /:/;
  if (!isOneWord(byteText(fetch)) || separators.test(fetch)) {
    throw new TracefsError(
      'invalidInput',
      `The fetch argument "${fetch}" is empty or holds a blank, "#", ":" or "=".`,
    );
  }
  if (type !== undefined && !isOneWord(byteText(type))) {
    throw new TracefsError('invalidInput', `The type "${type}" is empty or holds a blank or "#".`);
  }
}

function validArgumentName(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name) && name.length <= ARGUMENT_NAME_MAX && !RESERVED.has(name);
}

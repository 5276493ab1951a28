import { createHash, randomBytes } from 'node:crypto';
import { TracefsError } from './errors';

/**
 * MAX_EVENT_NAME_LEN without its NUL (`kernel/trace/trace_probe.h`): for groups, events and
 * instances.
 */
export const NAME_MAX = 63;

/**
 * A group: a C identifier that may have `-` after its first character (`is_good_system_name`). Not
 * its length.
 */
export function validIdentifier(text: string): boolean {
  return /^[A-Za-z_][0-9A-Za-z_-]*$/.test(text);
}

/** An event: a C identifier of at most 63 characters, with no `-` (`is_good_name`). */
export function validEventName(text: string): boolean {
  return /^[A-Za-z_]\w*$/.test(text) && text.length <= NAME_MAX;
}

/** A group that fits: see {@link validIdentifier}. */
export function validGroup(text: string): boolean {
  return validIdentifier(text) && text.length <= NAME_MAX;
}

/** Each run of characters other than ASCII letters and digits becomes one `_`. */
export function sanitizeIdentifier(text: string): string {
  return text.replace(/[^A-Za-z0-9]+/gu, '_');
}

/**
 * A valid event name for `symbol`, always the same one. What is valid already stays; the rest is
 * sanitised. A leading digit gets a `_`, and what is too long is cut and ends in a hash of the
 * whole symbol. `suffix` (letters, digits, `_`) comes last and is never cut.
 */
export function eventNameFor(symbol: string, suffix = ''): string {
  if (!/^\w*$/.test(suffix) || suffix.length > NAME_MAX - 10) {
    throw new TracefsError(
      'invalidInput',
      `"${suffix}" cannot end an event name; use a few letters or digits.`,
    );
  }
  const room = NAME_MAX - suffix.length;
  const name = /^[A-Za-z_]\w*$/.test(symbol) ? symbol : startValid(sanitizeIdentifier(symbol));
  return (name.length <= room ? name : `${name.slice(0, room - 9)}_${shortHash(symbol)}`) + suffix;
}

/** Eight hexadecimal digits that stand for `text`. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

/** `<prefix>_` and 16 random hexadecimal digits: a group nobody else has. */
export function randomGroup(prefix: string): string {
  if (!validIdentifier(prefix)) {
    throw new TracefsError(
      'invalidInput',
      `The group prefix "${prefix}" must be letters, digits, "_" and "-", and start with a letter or "_".`,
    );
  }
  const group = `${prefix}_${randomBytes(8).toString('hex')}`;
  if (group.length > NAME_MAX) {
    throw new TracefsError(
      'invalidInput',
      `The group prefix "${prefix}" is too long; use 46 characters at most.`,
    );
  }
  return group;
}

function startValid(name: string): string {
  return /^[A-Za-z_]/.test(name) ? name : `_${name}`;
}

import { TracefsError } from './errors';
import { NAME_MAX, validEventName, validGroup } from './identifiers';

/** The name part of a line, `[GROUP/][EVENT]`; either may be left to the kernel. */
export interface ProbeName {
  group?: string;
  event?: string;
}

/**
 * `text` is what follows the `:` of the first word (`traceprobe_parse_event_name`): `.` may stand
 * for `/`.
 */
export function parseProbeName(text: string): ProbeName {
  const slash = text.includes('/') ? text.indexOf('/') : text.indexOf('.');
  const name: ProbeName = {};
  if (slash >= 0) {
    name.group = text.slice(0, slash);
  }
  const event = text.slice(slash + 1);
  if (event !== '' || slash < 0) {
    name.event = event;
  }
  checkProbeName(name);
  return name;
}

/** `:GROUP/EVENT`, or as much of it as there is. */
export function formatProbeName(name: ProbeName): string {
  checkProbeName(name);
  if (name.group === undefined) {
    return name.event === undefined ? '' : `:${name.event}`;
  }
  return `:${name.group}/${name.event ?? ''}`;
}

/** Throws `invalidInput` where a part that is there is no name the kernel takes. */
export function checkProbeName({ group, event }: ProbeName): void {
  if (group !== undefined && !validGroup(group)) {
    throw new TracefsError(
      'invalidInput',
      `The group "${group}" must be at most ${NAME_MAX} letters, digits, "_" or "-", and start with a letter or "_".`,
    );
  }
  if (event !== undefined && !validEventName(event)) {
    throw new TracefsError(
      'invalidInput',
      `The event "${event}" must be at most ${NAME_MAX} letters, digits or "_", and start with a letter or "_".`,
    );
  }
}

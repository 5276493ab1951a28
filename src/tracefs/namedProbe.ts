import { TracefsError } from './errors';
import { eventNameFor, shortHash, validGroup } from './identifiers';
import type { ProbeDefinition } from './probe';
import { isUserProbe } from './probeKinds';
import { hex } from './tokens';

/** A definition that has the names the kernel needs. */
export type NamedProbe = ProbeDefinition & { group: string; event: string };

/** `definition` with a valid event name: its own, made valid, else one made from its symbol or file and offset. */
export function nameProbe(definition: ProbeDefinition): NamedProbe {
  const { group } = definition;
  if (group === undefined || !validGroup(group)) {
    throw new TracefsError(
      'invalidInput',
      `The group "${group ?? ''}" must be at most 63 letters, digits, "_" or "-", and start with a letter or "_".`,
    );
  }
  return { ...definition, group, event: eventNameFor(rawName(definition)) };
}

/** The name to take when another symbol's is the same once sanitised; undefined if nothing was lost by that. */
export function distinctName(definition: ProbeDefinition, taken: string): string | undefined {
  const raw = rawName(definition);
  return raw === taken ? undefined : eventNameFor(taken, `_${shortHash(raw)}`);
}

function rawName(definition: ProbeDefinition): string {
  if (definition.event !== undefined) {
    return definition.event;
  }
  if (!isUserProbe(definition)) {
    return 'symbol' in definition.target
      ? definition.target.symbol
      : `p_${hex(definition.target.address)}`;
  }
  const path = Buffer.from(definition.target.path).toString('latin1');
  const base = path.slice(path.lastIndexOf('/') + 1).replace(/[.\-_].*$/s, '');
  return `p_${base}_${hex(definition.target.offset)}`;
}

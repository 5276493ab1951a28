import { eventNameFor, shortHash } from './identifiers';
import type { ProbeDefinition } from './probe';
import { isUserProbe } from './probeKinds';
import { checkProbeName } from './probeName';
import { hex } from './tokens';

/** A definition that has the names the kernel needs. */
export type NamedProbe = ProbeDefinition & { group: string; event: string };

/**
 * `definition` with a valid event name, made of {@link rawName}. Throws `invalidInput` without a
 * group.
 */
export function nameProbe(definition: ProbeDefinition): NamedProbe {
  const { group = '' } = definition;
  checkProbeName({ group });
  return { ...definition, group, event: eventNameFor(rawName(definition)) };
}

/**
 * The name to take when `taken`, made of `raw`, is another's; undefined if nothing was lost in
 * making it.
 */
export function distinctName(raw: string, taken: string): string | undefined {
  return raw === taken ? undefined : eventNameFor(taken, `_${shortHash(raw)}`);
}

/**
 * What the event name is made of: the one given, else the symbol, else the file and offset as the
 * kernel would.
 */
export function rawName(definition: ProbeDefinition): string {
  if (definition.event !== undefined) {
    return definition.event;
  }
  if (!isUserProbe(definition)) {
    const { target } = definition;
    return 'symbol' in target ? target.symbol : `p_${hex(target.address)}`;
  }
  const path = Buffer.from(definition.target.path).toString('latin1');
  const base = path.slice(path.lastIndexOf('/') + 1).replace(/[.\-_].*$/s, '');
  return `p_${base}_${hex(definition.target.offset)}`;
}

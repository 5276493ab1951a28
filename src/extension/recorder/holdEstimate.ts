import type { Argument } from '../../protocol/probes';
import { argumentsOf, type AttachRequest } from '../session/attachRequest';
import type { OwnedProbe } from '../session/ownedProbe';

/** Of each event, in bytes: the ring buffer's header, the common fields and where it happened. */
const FIXED = 4 + 8 + 8;
/** A text is a word and some letters. */
const TEXT = 4 + 20;

/**
 * Seconds that a buffer holds at the rates of now, if one CPU makes all the events: more where several do.
 * Undefined where nothing is hit.
 */
export function secondsHeld(bufferKib: number, probes: readonly OwnedProbe[]): number | undefined {
  const bytes = probes
    .filter(({ state }) => state === 'armed')
    .reduce((sum, { rate = 0, request }) => sum + rate * eventBytes(request), 0);
  return bytes > 0 ? (bufferKib * 1024) / bytes : undefined;
}

function eventBytes(request: AttachRequest): number {
  const args = request.kind === 'tracepoint' ? [] : argumentsOf(request);
  const fields = args.reduce((sum, argument) => sum + argumentBytes(argument), FIXED);
  return Math.ceil(fields / 4) * 4;
}

function argumentBytes({ type = 'x64' }: Pick<Argument, 'type'>): number {
  if (/str/.test(type)) {
    return TEXT;
  }
  const bits = Number(/^[a-z](8|16|32|64)/.exec(type)?.[1] ?? 64);
  const count = Number(/\[(\d+)\]$/.exec(type)?.[1] ?? 1);
  return (bits / 8) * count;
}

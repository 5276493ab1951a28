import type { Argument, CreateProbe } from '../protocol/probes';
import { validFetch, validFetchType } from '../tracefs';
import type { FetchArgument, ProbeDefinition } from '../tracefs';
import { Refusal } from './refusal';

/** A request that ends in an event of our own. */
export type EventRequest = Exclude<CreateProbe, { kind: 'tracepoint' }>;

/** The definition asked for, under the names that are given to it. Throws {@link Refusal} `invalidInput`. */
export function definitionOf(request: EventRequest, group: string, event: string): ProbeDefinition {
  const args = request.args.map(fetchArgument);
  if ('file' in request) {
    const refCtrOffset = BigInt(request.refCtrOffset ?? 0);
    const target = {
      path: request.file.path,
      offset: BigInt(request.offset),
      ...(refCtrOffset === 0n ? {} : { refCtrOffset }),
    };
    return { kind: request.kind, group, event, target, args };
  }
  const target = {
    symbol: request.symbol,
    offset: BigInt(request.offset),
    ...(request.module === undefined ? {} : { module: request.module }),
  };
  const maxActive = request.maxActive === undefined ? {} : { maxActive: request.maxActive };
  return { kind: request.kind, group, event, target, args, ...maxActive };
}

/** The grammar is checked here and not left to the kernel, whose parser sees words and comments in any text. */
function fetchArgument({ name, fetch, type }: Argument): FetchArgument {
  if (!validFetch(fetch)) {
    throw new Refusal('invalidInput', `"${fetch}" is no fetch argument.`);
  }
  if (type !== undefined && !validFetchType(type)) {
    throw new Refusal('invalidInput', `"${type}" is no type of a fetch argument.`);
  }
  return {
    fetch,
    ...(name === undefined ? {} : { name }),
    ...(type === undefined ? {} : { type }),
  };
}

import type { Argument, CreateProbe } from '../protocol/probes';
import { validFetch, validFetchType } from '../tracefs';
import type {
  FetchArgument,
  KernelTarget,
  ProbeDefinition,
  ProbeLocation,
  UserTarget,
} from '../tracefs';
import { Refusal } from './refusal';

/** A request that ends in an event of our own. */
export type EventRequest = Exclude<CreateProbe, { kind: 'tracepoint' }>;

/** The definition asked for, under the names that are given to it. Throws {@link Refusal} `invalidInput`. */
export function definitionOf(request: EventRequest, group: string, event: string): ProbeDefinition {
  const args = request.args.map(fetchArgument);
  if ('file' in request) {
    return {
      kind: request.kind,
      group,
      event,
      target: userTarget(request.file.path, request),
      args,
    };
  }
  const maxActive = request.maxActive === undefined ? {} : { maxActive: request.maxActive };
  return { kind: request.kind, group, event, target: kernelTarget(request), args, ...maxActive };
}

/** The further places asked for. Throws {@link Refusal} `invalidInput`. */
export function locationsOf(request: EventRequest): ProbeLocation[] {
  const locations =
    'file' in request
      ? (request.more ?? []).map(({ args, ...place }) => ({
          target: userTarget(request.file.path, place),
          args,
        }))
      : (request.more ?? []).map(({ args, ...place }) => ({ target: kernelTarget(place), args }));
  return locations.map(({ target, args }) => ({
    target,
    ...(args === undefined ? {} : { args: args.map(fetchArgument) }),
  }));
}

/** How many places a request asks for. */
export function locationCount(request: CreateProbe): number {
  return 'more' in request ? 1 + (request.more?.length ?? 0) : 1;
}

function userTarget(
  path: string,
  place: { offset: string; refCtrOffset?: string | undefined },
): UserTarget {
  const refCtrOffset = BigInt(place.refCtrOffset ?? 0);
  return {
    path,
    offset: BigInt(place.offset),
    ...(refCtrOffset === 0n ? {} : { refCtrOffset }),
  };
}

function kernelTarget(place: {
  symbol: string;
  module?: string | undefined;
  offset?: string | undefined;
}): KernelTarget {
  return {
    symbol: place.symbol,
    offset: BigInt(place.offset ?? 0),
    ...(place.module === undefined ? {} : { module: place.module }),
  };
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

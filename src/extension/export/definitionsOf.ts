import type { FetchArgument, ProbeDefinition } from '../../tracefs';
import {
  argumentsOf,
  isUserRequest,
  type AttachRequest,
  type KernelAttachRequest,
  type KernelPlace,
  type UserAttachRequest,
} from '../session/attachRequest';
import { argumentsAt } from '../session/usdtTarget';

/**
 * The definitions whose lines are the canonical ones, one for each place; none for a tracepoint, which
 * is never created.
 */
export function definitionsOf(request: AttachRequest): ProbeDefinition[] {
  if (request.kind === 'tracepoint') {
    return [];
  }
  return isUserRequest(request) ? userDefinitions(request) : kernelDefinitions(request);
}

function userDefinitions(request: UserAttachRequest): ProbeDefinition[] {
  const { kind, event, target, more = [] } = request;
  const { path, usdt } = target;
  const own = argumentsOf(request);
  const places = [
    { ...target, args: own },
    ...more.map(({ offset }) => ({ offset, refCtrOffset: undefined, args: own })),
    ...(usdt?.more ?? []).map(place => ({
      refCtrOffset: undefined,
      ...place,
      args: request.args ? argumentsAt(request.args, usdt?.args ?? [], place) : place.args,
    })),
  ];
  return places.map(({ offset, refCtrOffset, args }) => ({
    kind,
    ...(event === undefined ? {} : { event }),
    target: { path, offset, ...(refCtrOffset ? { refCtrOffset } : {}) },
    args: fetchArguments(args),
  }));
}

function kernelDefinitions(request: KernelAttachRequest): ProbeDefinition[] {
  const { kind, event, maxActive, more = [] } = request;
  const places: KernelPlace[] = [request, ...more];
  return places.map(({ symbol, module, offset = 0n }) => ({
    kind,
    ...(event === undefined ? {} : { event }),
    target: { symbol, ...(module === undefined ? {} : { module }), offset },
    ...(maxActive === undefined ? {} : { maxActive }),
    args: fetchArguments(argumentsOf(request)),
  }));
}

type LooseArgument = { fetch: string; name?: string | undefined; type?: string | undefined };

/** The schema's optional values, absent or undefined, become absent. */
export function fetchArguments(args: readonly LooseArgument[]): FetchArgument[] {
  return args.map(({ name, fetch, type }) => ({
    ...(name === undefined ? {} : { name }),
    fetch,
    ...(type === undefined ? {} : { type }),
  }));
}

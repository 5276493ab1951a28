import { createFits } from '../../protocol/batches';
import { MAX_LOCATIONS } from '../../protocol/probes';
import { toHex64 } from '../../protocol/scalars';
import {
  isUserRequest,
  placeLabel,
  requestLabel,
  type AttachRequest,
  type KernelAttachRequest,
  type KernelPlace,
  type UserAttachRequest,
  type UserPlace,
  type UserSymbol,
} from './attachRequest';
import { createRequest } from './createRequest';
import { dearest } from './probeLimits';

/** Requests that can be places of one event: of one kind, and of one file. */
export type Joinable = readonly UserAttachRequest[] | readonly KernelAttachRequest[];

/** How many places a request is on: functions, or sites of a USDT probe. */
export function placeCount(request: AttachRequest): number {
  if (request.kind === 'tracepoint') {
    return 1;
  }
  const sites = isUserRequest(request) ? (request.target.usdt?.more.length ?? 0) : 0;
  return 1 + sites + (request.more?.length ?? 0);
}

/** What people call each place of a request, in the order in which the helper has them. */
export function placeNames(request: AttachRequest): string[] {
  if (request.kind === 'tracepoint') {
    return [requestLabel(request)];
  }
  if (!isUserRequest(request)) {
    return [request, ...(request.more ?? [])].map(({ symbol, offset }) =>
      placeLabel({ symbol, delta: offset }),
    );
  }
  const { usdt, offset } = request.target;
  return usdt
    ? [{ offset }, ...usdt.more].map(site => toHex64(site.offset))
    : targetsOf(request).map(placeLabel);
}

/** The functions of a request as targets of their own. */
export function targetsOf({ target, more = [] }: UserAttachRequest): UserSymbol[] {
  const { path, device, inode, buildId, isGo, process, where } = target;
  const file = {
    ...{ path, device, inode, isGo },
    ...(buildId === undefined ? {} : { buildId }),
    ...(process === undefined ? {} : { process }),
    ...(where === undefined ? {} : { where }),
  };
  return [target, ...more.map(place => ({ ...file, ...place }))];
}

/** A request for each function of one. */
export function separated(request: AttachRequest): AttachRequest[] {
  if (request.kind === 'tracepoint') {
    return [request];
  }
  if (isUserRequest(request)) {
    const { kind, args } = request;
    return targetsOf(request).map(target => ({ kind, target, ...(args && { args }) }));
  }
  const { kind, args, maxActive, more = [] } = request;
  const common = {
    kind,
    ...(args && { args }),
    ...(maxActive === undefined ? {} : { maxActive }),
  };
  return [kernelPlace(request), ...more].map(place => ({ ...common, ...place }));
}

/**
 * One request for all, named `label`; more than one where an event cannot have as many places, or the
 * helper's protocol cannot carry them. A single one stays as it is.
 */
export function joined(requests: Joinable, label: string): AttachRequest[] {
  if (requests.length < 2) {
    return [...requests];
  }
  const one = join(requests, label);
  if (requests.length <= MAX_LOCATIONS && createFits([createRequest(one, 1, true)])) {
    return [one];
  }
  const half = Math.ceil(requests.length / 2);
  const parts = [requests.slice(0, half), requests.slice(half)] as Joinable[];
  return parts.flatMap(part => joined(part, label));
}

function join(requests: Joinable, label: string): AttachRequest {
  const [first, ...rest] = requests;
  if (first !== undefined && isUserRequest(first)) {
    const more = (rest as UserAttachRequest[]).map(({ target }) => userPlace(target));
    const cost = dearest((requests as UserAttachRequest[]).map(({ target }) => target.cost));
    const { kind, target, args } = first;
    return {
      kind,
      target: { ...target, ...(cost && { cost }) },
      ...(args && { args }),
      more,
      label,
    };
  }
  const more = (rest as KernelAttachRequest[]).map(kernelPlace);
  return { ...(first as KernelAttachRequest), more, label };
}

/** What a target has of its own, beside its file. */
export function userPlace({
  symbol,
  displayName,
  delta,
  address,
  offset,
  seen,
}: UserSymbol): UserPlace {
  return {
    ...{ symbol, address, offset },
    ...(displayName === undefined ? {} : { displayName }),
    ...(delta === undefined ? {} : { delta }),
    ...(seen === undefined ? {} : { seen }),
  };
}

function kernelPlace({ symbol, module, offset }: KernelAttachRequest): KernelPlace {
  return {
    symbol,
    ...(module === undefined ? {} : { module }),
    ...(offset === undefined ? {} : { offset }),
  };
}

import type { Limits } from '../../protocol/limits';
import type { CreateProbe, KernelLocation } from '../../protocol/probes';
import { toHex64 } from '../../protocol/scalars';
import {
  argumentsOf,
  isUserRequest,
  requestLabel,
  type AttachRequest,
  type KernelPlace,
  type UserAttachRequest,
} from './attachRequest';
import { argumentsAt } from './usdtTarget';
import { printable } from '../text/markdown';

type CreateUprobe = Extract<CreateProbe, { file: unknown }>;

/** Longest label the helper takes, in characters. */
const MAX_LABEL = 512;

/** What the helper is asked for. `group` is its id for the target's group, once it has handed one out. */
export function createRequest(
  request: AttachRequest,
  group: number | undefined,
  enable: boolean,
  limits?: Limits,
): CreateProbe {
  const common = {
    ...(group === undefined ? {} : { group }),
    // Symbol names come from files: control characters are refused on the other side.
    label: printable(requestLabel(request)).slice(0, MAX_LABEL),
    enable,
    ...(limits === undefined ? {} : { limits }),
    ...(request.filter === undefined ? {} : { filter: request.filter }),
    ...(request.stacks === undefined ? {} : { stacks: request.stacks }),
  };
  if (request.kind === 'tracepoint') {
    return { kind: request.kind, ...common, system: request.system, event: request.event };
  }
  const event = {
    ...(request.event === undefined ? {} : { event: request.event }),
    args: [...argumentsOf(request)],
  };
  if (isUserRequest(request)) {
    const { path, device, inode, offset, process } = request.target;
    return {
      kind: request.kind,
      ...common,
      ...event,
      file: {
        path,
        device: toHex64(device),
        inode: toHex64(inode),
        ...(process === undefined ? {} : { process }),
      },
      offset: toHex64(offset),
      ...usdtPlaces(request),
      ...furtherFunctions(request),
    };
  }
  return {
    kind: request.kind,
    ...common,
    ...event,
    symbol: request.symbol,
    ...(request.module === undefined ? {} : { module: request.module }),
    offset: toHex64(request.offset ?? 0n),
    ...(request.maxActive === undefined ? {} : { maxActive: request.maxActive }),
    ...(request.more && { more: request.more.map(kernelLocation) }),
  };
}

function furtherFunctions({ more }: UserAttachRequest): Pick<CreateUprobe, 'more'> {
  return more === undefined
    ? {}
    : { more: more.map(({ offset }) => ({ offset: toHex64(offset) })) };
}

function kernelLocation({ symbol, module, offset }: KernelPlace): KernelLocation {
  return {
    symbol,
    ...(module === undefined ? {} : { module }),
    ...(offset ? { offset: toHex64(offset) } : {}),
  };
}

/** The semaphore of a USDT probe, and its further sites. */
function usdtPlaces(request: UserAttachRequest): Pick<CreateUprobe, 'refCtrOffset' | 'more'> {
  const { refCtrOffset, usdt } = request.target;
  const more = (usdt?.more ?? []).map(place => ({
    offset: toHex64(place.offset),
    ...counter(place.refCtrOffset),
    args: request.args ? argumentsAt(request.args, usdt?.args ?? [], place) : [...place.args],
  }));
  return { ...counter(refCtrOffset), ...(more.length === 0 ? {} : { more }) };
}

function counter(refCtrOffset: bigint | undefined): Pick<CreateUprobe, 'refCtrOffset'> {
  return refCtrOffset === undefined ? {} : { refCtrOffset: toHex64(refCtrOffset) };
}

import type { CreateProbe } from '../../protocol/probes';
import { toHex64 } from '../../protocol/scalars';
import { isUserRequest, requestLabel, type AttachRequest } from './attachRequest';
import { printable } from '../text/markdown';

/** Longest label the helper takes, in characters. */
const MAX_LABEL = 512;

/** What the helper is asked for. `group` is its id for the target's group, once it has handed one out. */
export function createRequest(
  request: AttachRequest,
  group: number | undefined,
  enable: boolean,
): CreateProbe {
  const common = {
    ...(group === undefined ? {} : { group }),
    // Symbol names come from files: control characters are refused on the other side.
    label: printable(requestLabel(request)).slice(0, MAX_LABEL),
    enable,
  };
  if (request.kind === 'tracepoint') {
    return { kind: request.kind, ...common, system: request.system, event: request.event };
  }
  const event = {
    ...(request.event === undefined ? {} : { event: request.event }),
    args: [...(request.args ?? [])],
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
  };
}

import { isUserRequest, type AttachRequest } from '../session/attachRequest';
import type { OwnedProbe } from '../session/ownedProbe';
import { placeCount } from '../session/places';

/** Hits a second that an armed probe on the same place counts now: a function returns as often as it is called. */
export function rateThere(
  request: AttachRequest,
  probes: readonly OwnedProbe[],
): number | undefined {
  const place = placeOf(request);
  const isThere = ({ state, rate, request: other }: OwnedProbe): boolean =>
    state === 'armed' && rate !== undefined && placeOf(other) === place;
  return place === undefined ? undefined : probes.find(isThere)?.rate;
}

/** The same for two probes on one place; none for several places, whose hits are counted together. */
function placeOf(request: AttachRequest): string | undefined {
  if (placeCount(request) > 1) {
    return undefined;
  }
  if (isUserRequest(request)) {
    const { device, inode, offset } = request.target;
    return `${device}:${inode}:${offset}`;
  }
  return request.kind === 'tracepoint'
    ? `${request.system}:${request.event}`
    : `${request.module ?? ''} ${request.symbol} ${request.offset ?? 0n}`;
}

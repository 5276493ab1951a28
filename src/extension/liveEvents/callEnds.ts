import { isUserRequest, type AttachRequest } from '../session/attachRequest';
import type { OwnedProbe } from '../session/ownedProbe';

/** Bytes: past `endbr64` a probe is still on the function's entry. */
const ENDBR64 = 4n;

/** The probe among `others` on the return of the function whose entry `probe` is on. */
export function returnOf(probe: OwnedProbe, others: readonly OwnedProbe[]): OwnedProbe | undefined {
  const entry = isReturn(probe.request) ? undefined : functionOf(probe.request);
  return entry === undefined
    ? undefined
    : others.find(({ request }) => isReturn(request) && functionOf(request) === entry);
}

export function isReturn({ kind }: AttachRequest): boolean {
  return kind === 'uretprobe' || kind === 'kretprobe';
}

/** The one function at whose entry or return a probe is, as text; undefined for any other probe. */
function functionOf(request: AttachRequest): string | undefined {
  if (request.kind === 'tracepoint' || (request.more ?? []).length > 0) {
    return undefined;
  }
  if (isUserRequest(request)) {
    const { device, inode, address, delta = 0n, usdt } = request.target;
    return usdt || delta > ENDBR64 ? undefined : [device, inode, address - delta].join(' ');
  }
  const { module = '', symbol, offset = 0n } = request;
  return offset > ENDBR64 ? undefined : [module, symbol].join(' ');
}

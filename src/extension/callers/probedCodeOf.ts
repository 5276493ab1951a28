import type { ProbedCode } from '../../workers/callers/probedCode';
import { isUserRequest, type AttachRequest } from '../session/attachRequest';
import { callerColumn } from './callerArgument';

/**
 * Where the code of a probe is, for who reads its return addresses; undefined for a tracepoint, whose records
 * have none.
 * @param machine as `process.arch`
 */
export function probedCodeOf(request: AttachRequest, machine: string): ProbedCode | undefined {
  if (request.kind === 'tracepoint') {
    return undefined;
  }
  const caller = callerColumn(request, machine);
  const common = caller === undefined ? {} : { caller };
  if (!isUserRequest(request)) {
    return { ...common, places: [] };
  }
  const { target, more = [] } = request;
  const { path, device, inode, process, usdt } = target;
  return {
    ...common,
    file: { path, dev: device, inode, ...(process && { pid: process.pid }) },
    // The note of a USDT probe tells offsets only, of all but one site.
    places: usdt
      ? []
      : [target, ...more].map(({ address, offset }) => ({
          address: Number(address),
          offset: Number(offset),
        })),
  };
}

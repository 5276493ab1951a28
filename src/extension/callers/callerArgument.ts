import { MAX_ARGUMENTS, type Argument } from '../../protocol/probes';
import { isUserRequest, type AttachRequest } from '../session/attachRequest';

/**
 * Where a function's return address is before its first instruction: on top of the stack, or in the link
 * register (System V AMD64 ABI 3.2.2; Procedure Call Standard for the Arm 64-bit Architecture 6.1.1).
 */
const RETURN_ADDRESS: Readonly<Record<string, string>> = { x64: '$stack0', arm64: '%x30' };

/** Bytes: nothing was pushed yet past `endbr64` or `bti c`. */
const LANDING_PAD = 4n;

const NAME = 'caller';

/**
 * The request with an argument that tells who called, where it is on functions' entries. A return needs
 * none: the kernel records where it returns to.
 * @param machine as `process.arch`
 */
export function withCaller<R extends AttachRequest>(request: R, machine: string): R {
  const fetch = RETURN_ADDRESS[machine];
  if (fetch === undefined || request.kind === 'tracepoint' || !isAtEntry(request)) {
    return request;
  }
  const args = request.args ?? [];
  if (args.length >= MAX_ARGUMENTS || args.some(argument => argument.fetch === fetch)) {
    return request;
  }
  return { ...request, args: [...args, { name: freeName(args), fetch, type: 'x64' }] };
}

/** Name of the argument that tells who called; undefined where there is none. */
export function callerColumn(request: AttachRequest, machine: string): string | undefined {
  return request.kind !== 'tracepoint' && isAtEntry(request)
    ? request.args?.find(argument => isCaller(argument, machine))?.name
    : undefined;
}

/** The arguments that a user chose, without the one that tells who called. */
export function withoutCaller(args: readonly Argument[], machine: string): readonly Argument[] {
  return args.filter(argument => !isCaller(argument, machine));
}

function isCaller({ fetch }: Argument, machine: string): boolean {
  return fetch === RETURN_ADDRESS[machine];
}

/** Whether all its places are where functions begin. */
function isAtEntry(request: Exclude<AttachRequest, { kind: 'tracepoint' }>): boolean {
  if (isUserRequest(request)) {
    const { kind, target, more = [] } = request;
    return (
      kind === 'uprobe' &&
      !target.usdt &&
      [target, ...more].every(({ delta = 0n }) => delta <= LANDING_PAD)
    );
  }
  return (
    request.kind === 'kprobe' &&
    [request, ...(request.more ?? [])].every(({ offset = 0n }) => offset <= LANDING_PAD)
  );
}

function freeName(args: readonly Argument[]): string {
  const names = new Set(args.map(({ name }) => name));
  let name = NAME;
  for (let count = 2; names.has(name); count++) {
    name = `${NAME}${count}`;
  }
  return name;
}

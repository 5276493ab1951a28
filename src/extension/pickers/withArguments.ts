import type { Argument } from '../../protocol/probes';
import { withoutCaller } from '../callers/callerArgument';
import { isUserRequest, type AttachRequest } from '../session/attachRequest';
import type { Translate } from '../text/translate';

/**
 * Registers that carry the first arguments of a call, integers and pointers, by ELF machine: System V
 * AMD64 ABI 3.2.3, and Procedure Call Standard for the Arm 64-bit Architecture 6.8.2.
 */
const REGISTERS: Readonly<Record<string, readonly string[]>> = {
  'x86-64': ['%di', '%si', '%dx', '%cx', '%r8', '%r9'],
  AArch64: ['%x0', '%x1', '%x2', '%x3', '%x4', '%x5', '%x6', '%x7'],
};
/** The kernel finds its own functions' arguments by number (kernel/trace/trace_probe.c, `$argN`). */
const KERNEL_ARGUMENTS = 6;
/** Whole registers, in hexadecimal: what the types are is not known. */
const TYPE = 'x64';

/** What a call hands over and gives back, offered where nothing is fetched yet; undefined where it is not known. */
export function callValues(
  request: AttachRequest,
  machine: string | undefined,
): readonly Argument[] | undefined {
  if (request.kind === 'tracepoint' || hasArguments(request)) {
    return undefined;
  }
  if (request.kind === 'uretprobe' || request.kind === 'kretprobe') {
    return [{ name: 'ret', fetch: '$retval', type: TYPE }];
  }
  if (!isUserRequest(request)) {
    const count = (request.offset ?? 0n) === 0n ? KERNEL_ARGUMENTS : 0;
    return numbered(Array.from({ length: count }, (_, at) => `$arg${at + 1}`));
  }
  const { delta = 0n, usdt, isGo } = request.target;
  // Go hands arguments over in its own way; further in, the registers hold other things.
  return usdt || isGo || delta > 4n ? undefined : numbered(REGISTERS[machine ?? ''] ?? []);
}

function hasArguments({ args = [] }: Exclude<AttachRequest, { kind: 'tracepoint' }>): boolean {
  return withoutCaller(args, process.arch).length > 0;
}

/** The request with these values before whatever it fetches; the same where they are not known. */
export function withCallValues<R extends AttachRequest>(
  request: R,
  machine: string | undefined,
): R {
  const values = callValues(request, machine);
  return request.kind === 'tracepoint' || !values
    ? request
    : { ...request, args: [...values, ...(request.args ?? [])] };
}

/** What is offered, in words. */
export function callValuesText(
  { kind }: AttachRequest,
  values: readonly Argument[],
  t: Translate,
): { label: string; detail: string } {
  return kind === 'uretprobe' || kind === 'kretprobe'
    ? {
        label: t('Attach With Return Value'),
        detail: t('ret, the whole register in hexadecimal; nothing useful where it returns void'),
      }
    : {
        label: t('Attach With Arguments'),
        detail: t(
          'arg1 to arg{0}, the registers in hexadecimal; what the function does not take is noise',
          values.length,
        ),
      };
}

function numbered(fetches: readonly string[]): readonly Argument[] | undefined {
  return fetches.length === 0
    ? undefined
    : fetches.map((fetch, at) => ({ name: `arg${at + 1}`, fetch, type: TYPE }));
}

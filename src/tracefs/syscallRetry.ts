import { TracefsError } from './errors';
import type { NamedProbe } from './namedProbe';
import { isUserProbe } from './probeKinds';
import { syscallWrapper } from './syscallWrapper';

/**
 * The probe to write after `error`, if there is one: a system call by its bare name (`sys_openat`)
 * that this kernel has under its wrapped name. Nothing else is ever written again, and this once: a
 * blind second try has crashed old kernels.
 */
export function retryProbe(
  probe: NamedProbe,
  error: unknown,
  arch: string = process.arch,
): NamedProbe | undefined {
  if (isUserProbe(probe) || !('symbol' in probe.target)) {
    return undefined;
  }
  const { symbol, module } = probe.target;
  if (!symbol.startsWith('sys_') || module !== undefined || !isMissingSymbol(error)) {
    return undefined;
  }
  const wrapped = syscallWrapper(symbol, arch);
  return wrapped === symbol
    ? undefined
    : { ...probe, target: { ...probe.target, symbol: wrapped } };
}

/**
 * Before 5.11 a missing symbol of a kretprobe was EINVAL, said to be no function entry, or nothing
 * at all (97c753e62e6c).
 */
function isMissingSymbol(error: unknown): boolean {
  if (!(error instanceof TracefsError)) {
    return false;
  }
  const text = error.log?.text;
  return (
    error.code === 'notFound' ||
    (error.errno === 'EINVAL' && (text === undefined || text.startsWith('Retprobe address')))
  );
}

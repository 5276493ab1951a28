import type { ReachedCode } from './reachedCode';

/**
 * Functions of the C and C++ libraries that do not return, some by code that looks as if they did:
 * `longjmp` and the unwinder jump to a caller further up.
 */
const NEVER_RETURN = new Set([
  'abort',
  'exit',
  '_exit',
  '_Exit',
  'quick_exit',
  'pthread_exit',
  'thrd_exit',
  'longjmp',
  '_longjmp',
  'siglongjmp',
  '__longjmp_chk',
  '__stack_chk_fail',
  '__fortify_fail',
  '__chk_fail',
  '__assert_fail',
  '__assert_perror_fail',
  '__libc_fatal',
  '_Unwind_Resume',
  '__cxa_throw',
  '__cxa_rethrow',
  '__cxa_bad_cast',
  '__cxa_bad_typeid',
  '__cxa_throw_bad_array_new_length',
  '__cxa_pure_virtual',
  '_ZSt9terminatev',
]);

export function neverReturnsByName(name: string): boolean {
  return NEVER_RETURN.has(name);
}

/**
 * Whether no path through the function leads back to its caller: no return, no jump out of it (which
 * may be a tail call) or to where a register says, and no running on into what follows except behind
 * a call, which then is one that does not come back.
 */
export function neverReturns(code: ReachedCode, length: number): boolean {
  if (code.brokenPath) {
    return false;
  }
  for (const { offset, bytes, flow, target } of code.instructions.values()) {
    const end = offset + bytes.length;
    const leaves =
      flow === 'return' ||
      flow === 'indirect' ||
      (flow !== 'call' && target !== undefined && (target < 0 || target >= length)) ||
      ((flow === 'next' || flow === 'conditional') && end >= length);
    if (leaves) {
      return false;
    }
  }
  return true;
}

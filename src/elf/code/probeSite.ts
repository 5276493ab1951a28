import type { RefusalCode, SymbolRow } from '../symbolRow';
import type { HitCost } from './hitCost';

/**
 * Why no probe may be placed at an offset. Those of a symbol (`RefusalCode`), and:
 *
 * - `noFunction`: no function of the file holds it.
 * - `insideInstruction`: a breakpoint there would change the instruction, silently.
 * - `unreached`: decoding from the function's start did not come by, so nothing proves that an
 *   instruction begins there. It may be data, or code that only a jump table leads to.
 * - `nop5`: a nop of five bytes away from the function's entry. From Linux 6.18 on the kernel may
 *   replace it by a call, whose push overwrites data of the function.
 * - `unsupported`: the kernel arms no uprobe on this instruction.
 * - `misaligned`: not a multiple of the machine's instruction length.
 * - `otherMachine`: only a function's first byte, as code of this machine is not decoded.
 * - `notEntry`: a return probe belongs on a function's first byte.
 * - `noReturn`: the function never returns, so that a return probe would wait for ever.
 * - `fileChanged`: the file is not the one whose symbols were read.
 */
export type SiteRefusal =
  | RefusalCode
  | 'noFunction'
  | 'insideInstruction'
  | 'unreached'
  | 'nop5'
  | 'unsupported'
  | 'misaligned'
  | 'otherMachine'
  | 'notEntry'
  | 'noReturn'
  | 'fileChanged';

export type SiteVerdict =
  { readonly ok: true } | { readonly ok: false; readonly code: SiteRefusal };

/**
 * - `short`: so small that compilers put copies into its callers, whose calls are not seen.
 * - `resolver`: of an IFUNC, which runs when a program starts and not when the function is called.
 */
export type SiteWarning = 'short' | 'resolver';

/** What is known of one place of a file before a probe is armed there. */
export interface ProbeSite {
  /** The function that holds it. */
  readonly row?: SymbolRow;
  /** Bytes from the function's first. */
  readonly delta: bigint;
  readonly uprobe: SiteVerdict;
  readonly uretprobe: SiteVerdict;
  readonly cost: HitCost;
  readonly warnings: readonly SiteWarning[];
  /**
   * File offset of the instruction after the entry's `endbr64`, where it is cheaper and sees the
   * same: the same calls, as only the entry leads there, with the same registers and stack.
   */
  readonly pastEndbr?: bigint;
}

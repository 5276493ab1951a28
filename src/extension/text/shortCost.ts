import type { RowCost } from '../../workers/symbolMessages';
import type { Translate } from './translate';

/** What a hit costs, for a column: `~10 µs`; `past` is what another place costs, where that is less. */
export interface ShortCost {
  readonly text: string;
  readonly past: string;
}

/** @param release of the running kernel, as `uname -r` has it */
export function shortCost(
  { cost, pastEndbr }: Pick<RowCost, 'cost' | 'pastEndbr'>,
  release: string,
  t: Translate,
): ShortCost {
  if (cost === 'unknown') {
    return { text: '', past: '' };
  }
  const isCheap = cost === 'emulated' || (cost === 'newlyEmulated' && emulatesNops(release));
  return {
    text: isCheap ? t('~1 µs') : t('~10 µs'),
    past: isCheap || pastEndbr === undefined ? '' : t('past endbr64: ~1 µs'),
  };
}

/** From Linux 6.16 on all nops are emulated (`branch_setup_xol_ops()` in arch/x86/kernel/uprobes.c). */
export function emulatesNops(release: string): boolean {
  const [major = 0, minor = 0] = release.split('.', 2).map(part => Number.parseInt(part, 10));
  return major > 6 || (major === 6 && minor >= 16);
}

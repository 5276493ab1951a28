import type { SymbolRow } from '../../elf/symbolRow';
import type { ArgumentRefusal, UsdtProbe } from '../../elf/usdt/usdtProbe';
import { printable } from '../text/markdown';
import type { Translate } from '../text/translate';

/** What a USDT probe is, in short facts: `3 sites`, `arguments arg1…arg3`, `semaphore`; none for a symbol. */
export function usdtText({ usdt }: Pick<SymbolRow, 'usdt'>, t: Translate): string[] {
  if (!usdt || usdt.sites.length === 0) {
    return [];
  }
  const { sites } = usdt;
  return [
    sites.length === 1 ? t('1 site') : t('{0} sites', sites.length),
    argumentsText(usdt, t),
    sites.some(({ semaphore }) => semaphore !== undefined) ? t('semaphore') : '',
  ].filter(Boolean);
}

function argumentsText({ sites }: UsdtProbe, t: Translate): string {
  const names = (sites[0]?.args ?? []).map(({ name }) => name);
  const [first = '', second = ''] = names;
  switch (names.length) {
    case 0:
      return t('no arguments');
    case 1:
      return t('argument {0}', first);
    case 2:
      return t('arguments {0}, {1}', first, second);
    default:
      return t('arguments {0}', areInOrder(names) ? `${first}…${names.at(-1)}` : names.join(', '));
  }
}

function areInOrder(names: readonly string[]): boolean {
  const numbers = names.map(name => Number(name.slice('arg'.length)));
  return numbers.every((number, i) => number === (numbers[0] ?? 0) + i);
}

/** Sentences for a tooltip: the arguments as the file has them, those that are left out, and why. */
export function usdtNotes({ usdt }: Pick<SymbolRow, 'usdt'>, t: Translate): string[] {
  if (!usdt) {
    return [];
  }
  const [first] = usdt.sites;
  const fetched = (first?.args ?? []).map(({ name, fetch, type }) => `${name}=${fetch}:${type}`);
  return [
    t('USDT probe of {0}', printable(usdt.provider)),
    ...fetched,
    ...leftOut(usdt, t),
    usdt.refusedSites > 0 ? t('{0} more sites cannot be probed', usdt.refusedSites) : '',
  ].filter(Boolean);
}

/** A sentence for each argument that no probe can have. */
export function leftOut({ omitted }: UsdtProbe, t: Translate): string[] {
  return omitted.map(({ name, refusal }) => `${name}: ${reason(refusal, t)}`);
}

function reason(refusal: ArgumentRefusal, t: Translate): string {
  const reasons: Record<ArgumentRefusal, string> = {
    float: t('left out, the kernel does not save floating-point registers'),
    index: t('left out, the kernel cannot add two registers'),
    symbol: t('left out, the file does not say where its data is'),
    register: t('left out, the kernel has no name for its register'),
    form: t('left out, it is written in a way that is not known'),
    machine: t('left out, arguments of this machine are not read'),
    differs: t('left out, it is not the same at all sites'),
  };
  return reasons[refusal];
}

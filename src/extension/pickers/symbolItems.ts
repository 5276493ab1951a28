import type { SymbolRow } from '../../elf/symbolRow';
import { shortRefusal } from '../binaries/refusal';
import { usdtText } from '../binaries/usdtText';
import { groupedNumber } from '../text/numbers';
import type { Translate } from '../text/translate';
import { labelText } from './itemText';

/** The text of a symbol's row in the picker. */
export interface SymbolItemText {
  readonly label: string;
  readonly description: string;
}

export function symbolItemText(
  row: SymbolRow,
  kind: 'uprobe' | 'uretprobe',
  t: Translate,
): SymbolItemText {
  const name = labelText((row.demangled ?? row.name) + (row.version ?? ''));
  const raw = row.demangled === undefined ? '' : labelText(row.name);
  const verdict = row[kind];
  if (!verdict.ok) {
    return {
      label: `$(circle-slash) ${name}`,
      description: [labelText(shortRefusal(verdict, t)), raw].filter(Boolean).join(' · '),
    };
  }
  if (row.usdt) {
    const facts = [t('USDT'), ...usdtText(row, t)];
    return { label: `$(broadcast) ${name}`, description: facts.join(' · ') };
  }
  const size = row.sizeKnown ? t('{0} bytes', String(row.size)) : '';
  const facts = [`0x${(row.fileOffset ?? 0n).toString(16)}`, size, labelText(row.section), raw];
  return { label: `$(symbol-method) ${name}`, description: facts.filter(Boolean).join(' · ') };
}

/**
 * The last row: how many are not shown; nothing when all are. In the description, since VS Code
 * sorts rows by how their labels match.
 */
export function moreItem(
  more: number,
  sentence: 'functions' | 'tracepoints',
  t: Translate,
  locale: string,
): SymbolItemText[] {
  const count = groupedNumber(more, locale);
  const description =
    sentence === 'functions'
      ? t('{0} more functions: type to refine', count)
      : t('{0} more tracepoints: type to refine', count);
  return more > 0 ? [{ label: '$(ellipsis)', description }] : [];
}

import type { SymbolRow } from '../../elf/symbolRow';
import type { SymbolPage } from '../../workers/symbolMessages';
import { shortRefusal } from '../binaries/refusal';
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
  const name = labelText(row.name + (row.version ?? ''));
  const verdict = row[kind];
  if (!verdict.ok) {
    return {
      label: `$(circle-slash) ${name}`,
      description: labelText(shortRefusal(verdict, t)),
    };
  }
  const size = row.sizeKnown ? t('{0} bytes', String(row.size)) : '';
  const facts = [`0x${(row.fileOffset ?? 0n).toString(16)}`, size, labelText(row.section)];
  return { label: `$(symbol-method) ${name}`, description: facts.filter(Boolean).join(' · ') };
}

/** The last row: what is not shown; nothing when all is. */
export function moreText(
  { total, rows }: Pick<SymbolPage, 'total'> & { readonly rows: readonly unknown[] },
  t: Translate,
  locale: string,
): string | undefined {
  const more = total - rows.length;
  return more > 0 ? t('{0} more: type to refine', groupedNumber(more, locale)) : undefined;
}

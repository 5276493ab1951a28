import type { SymbolRow } from '../../elf/symbolRow';
import type { ViewRow } from '../../protocol/symbolsView';
import { shortRefusal } from '../binaries/refusal';
import { printable } from '../text/markdown';
import type { Translate } from '../text/translate';
import { tableName } from './tableNames';

/** A symbol as the table shows it. */
export function viewRow(row: SymbolRow, t: Translate): ViewRow {
  const notes = [
    row.aliases.length > 0 ? t('Also called {0}', row.aliases.map(printable).join(', ')) : '',
    row.uprobe.ok ? shortRefusal(row.uretprobe, t) : '',
    row.debugFile ? t('From {0}', printable(row.debugFile)) : '',
    row.sizeKnown || row.size === 0n
      ? ''
      : t('The symbol table gives no size: up to the next symbol'),
  ];
  return {
    name: printable(row.name),
    demangled: printable(row.demangled ?? ''),
    version: printable(row.version ?? ''),
    offset: row.fileOffset === undefined ? '' : `0x${row.fileOffset.toString(16)}`,
    size: sizeText(row),
    binding: row.binding.toUpperCase(),
    place: [printable(row.section), tableName(row.table, t).replace(/^\./, '')]
      .filter(Boolean)
      .join(' · '),
    refusal: shortRefusal(row.uprobe, t),
    note: notes.filter(Boolean).join('\n'),
  };
}

function sizeText({ size, sizeKnown }: SymbolRow): string {
  if (sizeKnown) {
    return String(size);
  }
  return size === 0n ? '' : `≤ ${size}`;
}

import type { SymbolRow } from '../../elf/symbolRow';
import type { ViewKind, ViewRow } from '../../protocol/symbolsView';
import { shortRefusal } from '../binaries/refusal';
import { usdtNotes, usdtText } from '../binaries/usdtText';
import { printable } from '../text/markdown';
import type { Translate } from '../text/translate';
import { tableName } from './tableNames';

/** A symbol as the table shows it. */
export function viewRow(row: SymbolRow, t: Translate): ViewRow {
  const notes = [
    row.aliases.length > 0 ? t('Also called {0}', row.aliases.map(printable).join(', ')) : '',
    row.uprobe.ok && !row.usdt ? shortRefusal(row.uretprobe, t) : '',
    ...usdtNotes(row, t),
    row.debugFile ? t('From {0}', printable(row.debugFile)) : '',
    row.sizeKnown || row.size === 0n
      ? ''
      : t('The symbol table gives no size: up to the next symbol'),
  ];
  return {
    index: row.index,
    kind: viewKind(row),
    name: printable(row.name),
    demangled: printable(row.demangled ?? ''),
    version: printable(row.version ?? ''),
    detail: rowDetail(row, t),
    offset: row.fileOffset === undefined ? '' : `0x${row.fileOffset.toString(16)}`,
    size: sizeText(row),
    binding: row.usdt ? t('USDT') : row.binding.toUpperCase(),
    section: printable(row.section),
    source: tableName(row.table, t).replace(/^\./, ''),
    refusal: shortRefusal(row.uprobe, t),
    note: notes.filter(Boolean).join('\n'),
  };
}

/** What a row is, as far as it matters for a probe. */
export function viewKind({ type, uprobe }: SymbolRow): ViewKind {
  if (!uprobe.ok && uprobe.code === 'undefined') {
    return 'import';
  }
  switch (type) {
    case 'ifunc':
      return 'ifunc';
    case 'notype':
      return 'label';
    case 'func':
      return 'function';
    case 'usdt':
      return 'usdt';
    default:
      return 'data';
  }
}

/** The library that an import is in; nothing where the version does not tell it from others. */
export function importedFrom({ uprobe, version }: SymbolRow): string | undefined {
  const libraries = uprobe.ok ? [] : (uprobe.libraries ?? []);
  return version !== undefined || libraries.length === 1 ? libraries[0] : undefined;
}

/** What tells a row from others of its name or its place, most telling first. */
export function rowDetail(row: SymbolRow, t: Translate): string {
  const [alias] = row.aliases;
  const details = [
    kindText(row, t),
    row.sourceFile === undefined ? '' : printable(row.sourceFile),
    alias === undefined ? '' : t('also {0}', printable(alias)),
    row.aliases.length > 1 ? `+${row.aliases.length - 1}` : '',
  ];
  return details.filter(Boolean).join(' · ');
}

function kindText(row: SymbolRow, t: Translate): string {
  switch (viewKind(row)) {
    case 'import': {
      const library = importedFrom(row);
      return library === undefined ? t('import') : t('import from {0}', printable(library));
    }
    case 'ifunc':
      return t('IFUNC');
    case 'label':
      return t('label');
    case 'usdt':
      return usdtText(row, t).join(' · ');
    default:
      return '';
  }
}

function sizeText({ size, sizeKnown }: SymbolRow): string {
  if (sizeKnown) {
    return String(size);
  }
  return size === 0n ? '' : `≤ ${size}`;
}

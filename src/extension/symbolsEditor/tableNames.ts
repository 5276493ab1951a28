import type { SymbolTableName } from '../../elf/symbolRow';
import type { Translate } from '../text/translate';

/** A source of symbols as it is shown: the section's own name, as `readelf -S` has it. */
export function tableName(table: SymbolTableName, t: Translate): string {
  switch (table) {
    case 'debugdata':
      return '.gnu_debugdata';
    case 'debugfile':
      return t('debug file');
    case 'stapsdt':
      return '.note.stapsdt';
    default:
      return `.${table}`;
  }
}

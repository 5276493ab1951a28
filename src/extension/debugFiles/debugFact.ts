import type { ElfFileInfo } from '../../workers/symbolMessages';
import { printable } from '../text/markdown';
import type { Translate } from '../text/translate';

/** Where the separate debug file in use came from, for the line of facts; empty for none. */
export function debugFact(
  { debug, debugFile }: Pick<ElfFileInfo, 'debug' | 'debugFile'>,
  t: Translate,
): string {
  const file = printable(debugFile ?? '');
  switch (debug.origin) {
    case 'chosen':
    case 'unchecked':
      return t('debug file chosen by you: {0}', file);
    case 'download':
      return t('debug file from a debuginfod server: {0}', file);
    case 'buildId':
      return t('debug file found by build-id: {0}', file);
    case 'link':
      return t('debug file found by debug link: {0}', file);
    default:
      return '';
  }
}

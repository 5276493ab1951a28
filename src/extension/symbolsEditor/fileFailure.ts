import type { FileAction } from '../../protocol/symbolsView';
import type { SymbolError } from '../../workers/symbolError';
import { elfSentences } from '../errors/elfSentences';
import type { Translate } from '../text/translate';

/** What is said of a file that has no symbols to show: a sentence, and what can be done about it. */
export interface FileFailure {
  readonly sentence: string;
  readonly actions: readonly FileAction[];
}

const AS_IS: readonly FileAction[] = ['openAsText', 'openAsHex'];

/** @param code of a `SymbolError`; undefined for any other error */
export function fileFailure(
  name: string,
  code: SymbolError['code'] | undefined,
  t: Translate,
): FileFailure {
  switch (code) {
    case 'notElf':
    case 'unsupported':
      return { sentence: elfSentences[code](t, name), actions: AS_IS };
    case 'truncated':
      return { sentence: elfSentences[code](t, name), actions: ['reload', ...AS_IS] };
    case 'unreadable':
    case 'notFound':
      return { sentence: elfSentences[code](t, name), actions: ['reload'] };
    case 'notRegular':
    case 'tooLarge':
      return { sentence: elfSentences[code](t, name), actions: [] };
    default:
      return {
        sentence: t('The symbols of {0} could not be read: reload to try again.', name),
        actions: ['reload'],
      };
  }
}

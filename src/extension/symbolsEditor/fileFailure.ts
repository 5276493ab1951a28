import type { FileAction } from '../../protocol/symbolsView';
import type { SymbolError } from '../../workers/symbolError';
import { symbolSentence } from '../errors/elfSentences';
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
  return { sentence: symbolSentence(code, t, name), actions: actionsFor(code) };
}

function actionsFor(code: SymbolError['code'] | undefined): readonly FileAction[] {
  switch (code) {
    case 'notElf':
    case 'unsupported':
      return AS_IS;
    case 'truncated':
      return ['reload', ...AS_IS];
    case 'notRegular':
    case 'tooLarge':
      return [];
    default:
      return ['reload'];
  }
}

import { SymbolError } from '../../workers/symbolError';
import type { Translate } from '../text/translate';

/** What is wrong with a pattern that was typed; nothing for any other error. */
export function patternSentence(error: unknown, t: Translate): string | undefined {
  if (!(error instanceof SymbolError)) {
    return undefined;
  }
  switch (error.code) {
    case 'badPattern':
      return t('This is no regular expression: {0}', error.message);
    case 'slowPattern':
      return t('This regular expression takes too long on one of the names: make it simpler.');
    default:
      return undefined;
  }
}

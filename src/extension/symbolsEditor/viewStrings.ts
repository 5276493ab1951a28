import type { ViewStrings } from '../../protocol/symbolsView';
import type { Translate } from '../text/translate';

/** The page's own text: a page cannot translate. */
export function viewStrings(t: Translate): ViewStrings {
  return {
    filter: t('Filter symbols by name'),
    filterHint: t('Filter: text, SSL_* or /regex/'),
    filterHelp: t(
      'A text is found anywhere in a name, or else letter by letter. A pattern such as SSL_*, ?read or [a-z]* matches whole names. /…/ is a regular expression. An upper-case letter makes the case count.',
    ),
    probeableOnly: t('Probeable only'),
    names: t('Names'),
    namesHelp: t('How names of C++ and Rust are shown'),
    nameChoices: {
      demangled: t('Demangled'),
      raw: t('As in the file'),
      both: t('Both'),
    },
    selected: t('{0} selected', '{0}'),
    attachMany: t('Attach to {0}…', '{0}'),
    tooMany: t('At most {0} at a time', '{0}'),
    shown: t('{0} of {1}', '{0}', '{1}'),
    searching: t('Searching…'),
    counting: t('counting…'),
    columns: {
      name: t('Name'),
      symbol: t('Name in the file'),
      offset: t('Offset'),
      size: t('Size'),
      binding: t('Bind'),
      section: t('Section'),
      source: t('Source'),
      cost: t('Cost'),
      probed: t('Probed'),
    },
    grid: t('Symbols'),
    noMatch: t('No symbol matches the filter.'),
    noSymbols: t('This file has no symbols: it was stripped. Use its debug file, if there is one.'),
    changed: t('This file has changed on disk since its symbols were read.'),
    reload: t('Reload'),
    openAsText: t('Reopen as Text'),
    openAsHex: t('Reopen as Hex'),
    lookUpSymbols: t('Download Debug Symbols'),
    useDebugFile: t('Use Debug File…'),
    forgetDebugFile: t('Forget This File'),
  };
}

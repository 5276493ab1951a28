import type { ViewNotice } from '../../protocol/symbolsView';
import type { ElfFileInfo } from '../../workers/symbolMessages';
import { printable } from '../text/markdown';
import type { Translate } from '../text/translate';
import { refusedSentence } from './refusedSentence';
import { wantedSymbols } from './wantedSymbols';

/** What can be done for a file without debug symbols. */
export interface DebugSources {
  /** Base URLs that may be asked; none when looking up is off. */
  readonly servers: readonly string[];
  /** No server had the file when they were asked not long ago. */
  readonly missing: boolean;
}

/** Refusals shown: a folder of old builds may hold many. */
const SHOWN = 3;

/** What is said above the table of a file's debug symbols: none, of whom, and what was passed over. */
export function debugNotices(info: ElfFileInfo, sources: DebugSources, t: Translate): ViewNotice[] {
  const { debug, buildId, debugFile } = info;
  return [
    ...debug.refused.slice(0, SHOWN).map(refused => ({
      text: t('Not used: {0}', refusedSentence(refused, buildId, t)),
      warning: true,
      actions: refused.reason === 'missing' ? (['forgetDebugFile'] as const) : [],
    })),
    ...(wantedSymbols(info) === undefined ? [] : [offer(sources, t)]),
    ...chosenNotice(debug.origin, debugFile ?? '', t),
  ];
}

function offer({ servers, missing }: DebugSources, t: Translate): ViewNotice {
  if (servers.length === 0) {
    return { text: t('No debug symbols were found.'), warning: false, actions: ['useDebugFile'] };
  }
  const list = servers.map(printable).join(', ');
  return {
    text: missing
      ? t('No debug symbols: {0} had none for this build.', list)
      : t('No debug symbols: look them up on {0} by build-id?', list),
    warning: false,
    actions: ['lookUpSymbols', 'useDebugFile'],
  };
}

function chosenNotice(
  origin: ElfFileInfo['debug']['origin'],
  file: string,
  t: Translate,
): ViewNotice[] {
  switch (origin) {
    case 'chosen':
      return [
        {
          text: t('Symbols of the debug file that you chose: {0}', printable(file)),
          warning: false,
          actions: ['forgetDebugFile'],
        },
      ];
    case 'unchecked':
      return [
        {
          text: t(
            'Symbols of the debug file that you chose; nothing proves that it belongs to this program: {0}',
            printable(file),
          ),
          warning: true,
          actions: ['forgetDebugFile'],
        },
      ];
    default:
      return [];
  }
}

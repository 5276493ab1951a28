import * as vscode from 'vscode';
import { requestLabel, type AttachRequest } from '../session/attachRequest';
import type { ProbeFailure } from '../session/probeFailure';
import { filterTitle } from './askFilter';
import { filterPick } from './filterPick';
import { captureWords } from './filterRows';
import { filterRefusal, type FilterRefusal } from './filterSentences';
import { commonFields } from './requestFields';

/**
 * Lets the user correct a filter for which probes were not attached: as it was typed, with the kernel's caret in it.
 * @param requests all that are to be attached with it
 * @param again tries with another filter; what was refused this time, if anything
 */
export async function correctFilter(
  refused: ProbeFailure,
  requests: readonly AttachRequest[],
  again: (filter: string | undefined) => Promise<ProbeFailure | undefined>,
): Promise<void> {
  const { t } = vscode.l10n;
  const label = requestLabel(refused.request);
  const isOne = requests.length === 1;
  const refusal = ({ request, error }: ProbeFailure): FilterRefusal => {
    const words = filterRefusal(error, t);
    return isOne
      ? words
      : { ...words, sentence: t('{0}: {1}', requestLabel(request), words.sentence) };
  };
  const title = filterTitle(isOne ? label : t('{0} probes', requests.length), t);
  await filterPick({
    title: t('{0} (not attached yet)', title),
    filter: refused.request.filter,
    fields: commonFields(requests),
    refusal: refusal(refused),
    words: {
      none: t('Attach Without a Filter'),
      set: filter => t('Attach, and Capture Hits Only If {0}', filter),
      detail: captureWords(t).detail,
    },
    set: async filter => {
      const failure = await again(filter);
      return failure && refusal(failure);
    },
  });
}

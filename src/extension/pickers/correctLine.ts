import * as vscode from 'vscode';
import { refusedFilterSentence } from '../filters/filterSentences';
import { requestLabel, type AttachRequest } from '../session/attachRequest';
import type { ProbeFailure } from '../session/probeFailure';
import { editedRequest, noOtherPlace } from './lineEdit';
import { lineBox } from './lineBox';
import { firstLine } from './lineInput';
import { lineRefusal, type LineRefusal } from './lineRefusal';

/**
 * Lets the user correct a line that the kernel refused: as it was typed, with what the kernel objects to selected.
 * @param again tries with another one; what was refused this time, if anything
 */
export async function correctLine(
  { request, error }: ProbeFailure,
  again: (request: AttachRequest) => Promise<ProbeFailure | undefined>,
): Promise<void> {
  const { t } = vscode.l10n;
  const refusalOf = (failure: ProbeFailure, line: string): LineRefusal => {
    const sentence = refusedFilterSentence(failure.request, failure.error, t);
    return sentence === undefined ? lineRefusal(failure.error, line, t) : { sentence };
  };
  const line = firstLine(request);
  await lineBox({
    title: t('{0} (not attached yet)', t('The line of {0}', requestLabel(request))),
    line,
    refusal: lineRefusal(error, line, t),
    read: typed => editedRequest(request, typed, noOtherPlace(t), t),
    set: async (edited, typed) => {
      const failure = await again(edited);
      return failure && refusalOf(failure, typed);
    },
  });
}

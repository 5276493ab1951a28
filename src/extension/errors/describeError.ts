import { basename } from 'node:path';
import { ElevationError } from '../../elevation/elevationError';
import type { HelperErrorData } from '../../protocol/errors';
import { HelperError } from '../../protocol/helperError';
import { SymbolError } from '../../workers/symbolError';
import { isUserRequest, type AttachRequest } from '../session/attachRequest';
import { refusedFilterSentence } from '../filters/filterSentences';
import type { ProbeFailure } from '../session/probeFailure';
import { printable } from '../text/markdown';
import type { Translate } from '../text/translate';
import { elevationAdvice } from './elevationSentences';
import { symbolSentence } from './elfSentences';
import { helperErrorDetails } from './errorDetails';
import { failedPlace, severalPlacesSentence } from './failedPlace';
import { helperSentences } from './helperSentences';
import { HumanError } from './humanError';

/** Any error as one for people. `subject` is what was being done, where the error does not say. */
export function describeError(error: unknown, t: Translate, subject?: string): HumanError {
  if (error instanceof HumanError) {
    return error;
  }
  if (error instanceof HelperError) {
    return describeHelperError(error, t, subject ?? t('the probe'));
  }
  if (error instanceof ElevationError) {
    return describeElevation(error, t);
  }
  if (error instanceof SymbolError) {
    const sentence = symbolSentence(error.code, t, printable(subject ?? t('The file')));
    const details = [t('Code: {0}', error.code), printable(error.message)].join('\n');
    return new HumanError(sentence, { details, actions: ['details'], cause: error });
  }
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new HumanError(t('Something went wrong inside Probescope: the log has the details.'), {
    details: words,
    actions: ['details', 'showLog'],
    cause: error,
  });
}

/** All that one action could not do, as one error. */
export function describeFailures(
  failures: readonly ProbeFailure[],
  t: Translate,
  helperIsElsewhere = false,
): HumanError {
  const described = failures.map(({ request, error }) =>
    helperIsElsewhere && FILE_CODES.has(error.code)
      ? describeOtherFile(error, t, subjectOf(request, error))
      : describeHelperError(
          error,
          t,
          subjectOf(request, error),
          refusedFilterSentence(request, error, t) ?? severalPlacesSentence(request, error, t),
        ),
  );
  const [first] = described;
  if (first && described.length === 1) {
    return first;
  }
  const details = described.map(one => `${one.message}\n${one.options.details ?? ''}`);
  return new HumanError(
    t('{0} probes could not be changed. The first: {1}', described.length, first?.message ?? ''),
    { details: details.join('\n\n'), actions: ['details'] },
  );
}

function describeHelperError(
  error: HelperErrorData,
  t: Translate,
  subject: string,
  own?: string,
): HumanError {
  const sentence = own ?? helperSentences[error.code](t, printable(subject));
  return new HumanError(sentence, {
    details: helperErrorDetails(error, t),
    actions: ['details', ...(NEEDS_DIAGNOSE.has(error.code) ? (['diagnose'] as const) : [])],
    silent: error.code === 'cancelled',
    cause: error,
  });
}

/** What the helper of a command of the user's own says of a file is about the machine it runs on. */
function describeOtherFile(error: HelperErrorData, t: Translate, subject: string): HumanError {
  return new HumanError(
    t(
      'The helper does not see the file {0} that is open here: open it in a VS Code that runs where the helper does, or reload it if it was rebuilt.',
      printable(subject),
    ),
    { details: helperErrorDetails(error, t), actions: ['details', 'openSettings'], cause: error },
  );
}

function describeElevation(error: ElevationError, t: Translate): HumanError {
  const { sentence, actions, silent } = elevationAdvice[error.code];
  const details = [t('Code: {0}', error.code), error.message, error.detail ?? ''];
  return new HumanError(sentence(t), {
    details: details.filter(line => line !== '').join('\n'),
    actions,
    silent: silent ?? false,
    cause: error,
  });
}

/** File errors name the file, the others the function. */
function subjectOf(request: AttachRequest, error: HelperErrorData): string {
  return FILE_CODES.has(error.code) && isUserRequest(request)
    ? basename(request.target.path)
    : failedPlace(request, error);
}

const FILE_CODES: ReadonlySet<string> = new Set([
  'fileChanged',
  'fileUnreadable',
  'notRegular',
  'processGone',
  'notMapped',
]);

const NEEDS_DIAGNOSE: ReadonlySet<string> = new Set([
  'notSupported',
  'denied',
  'lockdown',
  'notMounted',
  'readOnly',
]);

import type { HelperErrorData, KernelLog } from '../../protocol/errors';
import { requestLabel, type AttachRequest } from '../session/attachRequest';
import { isFilterRefused } from '../session/probeFailure';
import { printable } from '../text/markdown';
import type { Translate } from '../text/translate';
import type { FilterTrouble } from './filterTrouble';
import { filterTokens, type FilterToken } from './filterTokens';

/** What is wrong with a filter, before the kernel is asked. */
export function troubleSentence({ kind, text, at }: FilterTrouble, t: Translate): string {
  switch (kind) {
    case 'quote':
      return t('The text that begins at character {0} has no end: {1} is missing.', at + 1, text);
    case 'open':
      return t('The parenthesis at character {0} is not closed.', at + 1);
    case 'close':
      return t('The parenthesis at character {0} closes nothing.', at + 1);
    case 'field':
      return t('The event has no field {0}.', text);
  }
}

/** The kernel's words about a filter it did not take. */
type Refused = Pick<HelperErrorData, 'message'> & { readonly log?: KernelLog | undefined };

/** The same for people. */
export interface FilterRefusal {
  readonly sentence: string;
  /** The filter with the kernel's caret in it: `qty > 3 && ▸wrod◂ == 1`. */
  readonly marked?: string;
}

/** What the kernel said, of which word, and where that stands in what was typed. */
export function filterRefusal(error: Refused, t: Translate): FilterRefusal {
  const { log } = error;
  const sentence = refusalSentence(error, t);
  const culprit = log && culpritIn(log);
  if (!culprit) {
    return { sentence };
  }
  const { text, at } = culprit;
  const filter = log.command ?? '';
  const marked = `${filter.slice(0, at)}▸${text}◂${filter.slice(at + text.length)}`;
  return { sentence, marked };
}

/** The kernel's words about a filter it did not take, and what it stumbled over. */
export function refusalSentence({ log, message }: Refused, t: Translate): string {
  if (log === undefined || log.text === '') {
    return message;
  }
  const culprit = culpritIn(log)?.text;
  return culprit === undefined
    ? t('The kernel: {0}', log.text)
    : t('The kernel, at {0}: {1}', culprit, log.text);
}

function culpritIn({ command, column, text }: KernelLog): FilterToken | undefined {
  return command === undefined || column === undefined
    ? undefined
    : culpritOf(command, column, text);
}

/** Of a probe that was not made for its filter; undefined where an error is of something else. */
export function refusedFilterSentence(
  request: AttachRequest,
  error: Omit<HelperErrorData, 'code'>,
  t: Translate,
): string | undefined {
  return isFilterRefused({ request, error })
    ? t(
        '{0} was not attached, as its filter is not accepted: {1}. {2}',
        printable(requestLabel(request)),
        printable(error.line ?? ''),
        printable(refusalSentence(error, t)),
      )
    : undefined;
}

/**
 * The word the kernel means: its caret is on it or just behind, and two behind a field
 * (`append_filter_err()` adds one to where `parse_pred()` stood, which is past the name and counts from one).
 */
export function culpritOf(filter: string, column: number, said: string): FilterToken | undefined {
  const tokens = filterTokens(filter).filter(({ text }) => text.trim() !== '');
  const isMeant = said.startsWith('Field not found')
    ? ({ text, at }: (typeof tokens)[number]) => /^\w/.test(text) && at + text.length <= column
    : ({ at }: (typeof tokens)[number]) => at <= column;
  return tokens.filter(isMeant).at(-1);
}

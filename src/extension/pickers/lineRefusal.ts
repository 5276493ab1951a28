import type { HelperErrorData } from '../../protocol/errors';
import type { Translate } from '../text/translate';

/** What is wrong with a line that was typed. */
export interface LineRefusal {
  readonly sentence: string;
  /** The part of the line that is meant: first character, and the one behind the last. */
  readonly at?: readonly [number, number];
}

/**
 * The kernel's words about a typed line, and where its caret stands in that. What was written has the helper's
 * names and a descriptor for the path, but the same words in the same order.
 */
export function lineRefusal(
  { log, message }: Pick<HelperErrorData, 'log' | 'message'>,
  typed: string,
  t: Translate,
): LineRefusal {
  if (!log?.text) {
    return { sentence: message };
  }
  const at = culprit(log, typed);
  if (!at) {
    return { sentence: t('The kernel: {0}', log.text) };
  }
  const sentence = t('The kernel, at {0}: {1}', typed.slice(...at), log.text);
  return { sentence, at };
}

function culprit(
  { command = '', column }: NonNullable<HelperErrorData['log']>,
  typed: string,
): [number, number] | undefined {
  const isIn = ({ from, to }: Word): boolean =>
    column !== undefined && from <= column && column < to;
  const words = wordsOf(command);
  const index = words.findIndex(isIn);
  const written = words[index];
  const word = wordsOf(typed)[index];
  if (!written || !word || column === undefined) {
    return undefined;
  }
  // From the caret on, where the word was written as it was typed: arguments are, event and place are not.
  const isSame = command.slice(written.from, written.to) === typed.slice(word.from, word.to);
  return [word.from + (isSame ? column - written.from : 0), word.to];
}

interface Word {
  readonly from: number;
  readonly to: number;
}

function wordsOf(line: string): Word[] {
  return [...line.matchAll(/\S+/g)].map(({ 0: word, index }) => ({
    from: index,
    to: index + word.length,
  }));
}

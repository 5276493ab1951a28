import { labelText } from '../pickers/itemText';
import type { Translate } from '../text/translate';
import { filterCompletions, type FilterCompletion } from './filterCompletions';
import type { FilterField } from './filterFields';
import { troubleSentence, type FilterRefusal } from './filterSentences';
import { filterTrouble } from './filterTrouble';

/** A row under a filter that is typed. */
export interface FilterRow {
  readonly label: string;
  readonly detail?: string;
  readonly description?: string;
  /** What choosing it does; nothing, where it only tells. */
  readonly act?: 'set' | { readonly type: string };
}

/** What setting a condition means, in the words of who asks for it. */
export interface FilterWords {
  readonly none: string;
  readonly set: (filter: string) => string;
  readonly detail: string;
}

/** A probe's filter decides which hits are captured. */
export function captureWords(t: Translate): FilterWords {
  return {
    none: t('No Filter: Capture Every Hit'),
    set: filter => t('Capture Hits Only If {0}', filter),
    detail: t('The others are counted, and cost about as much, all the same'),
  };
}

/** More are not read. */
const MOST = 30;

/**
 * What may be done with a filter as it is typed: set it, or what is wrong with it; then how it may go on.
 * @param fields left out where they are not known
 * @param refusal what the kernel said of this very text
 */
export function filterRows(
  filter: string,
  fields: readonly FilterField[] | undefined,
  refusal: FilterRefusal | undefined,
  t: Translate,
  words = captureWords(t),
): readonly FilterRow[] {
  const completions = filterCompletions(filter, fields ?? [])
    .slice(0, MOST)
    .map(one => completionRow(one, t));
  const row = first(filter, fields, refusal, t, words);
  // While a name is typed Enter completes it.
  return row.act === undefined ? [...completions, row] : [row, ...completions];
}

function first(
  filter: string,
  fields: readonly FilterField[] | undefined,
  refusal: FilterRefusal | undefined,
  t: Translate,
  words: FilterWords,
): FilterRow {
  if (filter.trim() === '') {
    return {
      label: `$(clear-all) ${words.none}`,
      detail: t('Or type a condition, such as {0}', EXAMPLE),
      act: 'set',
    };
  }
  if (refusal !== undefined) {
    const { sentence, marked } = refusal;
    return {
      label: `$(error) ${labelText(sentence)}`,
      ...(marked === undefined ? {} : { detail: labelText(marked) }),
    };
  }
  const trouble = filterTrouble(filter, fields);
  return trouble
    ? { label: `$(error) ${labelText(troubleSentence(trouble, t))}` }
    : {
        label: `$(check) ${words.set(labelText(filter.trim()))}`,
        detail: words.detail,
        act: 'set',
      };
}

const EXAMPLE = 'comm == "orders" && cpu != 0';

function completionRow({ name, kind, filter, field }: FilterCompletion, t: Translate): FilterRow {
  const description =
    kind === 'field' ? (field?.type ?? '') : kind === 'operator' ? meaning(name, t) : '';
  return {
    label: name,
    ...(description === '' ? {} : { description: labelText(description) }),
    act: { type: filter },
  };
}

function meaning(operator: string, t: Translate): string {
  switch (operator) {
    case '&':
      return t('has one of these bits');
    case '~':
      return t('fits a pattern: * is any text, ? any character');
    default:
      return '';
  }
}

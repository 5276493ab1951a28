import { labelText } from '../pickers/itemText';
import type { Translate } from '../text/translate';
import { filterCompletions, type FilterCompletion } from './filterCompletions';
import type { FilterField } from './filterFields';
import { troubleSentence } from './filterSentences';
import { filterTrouble } from './filterTrouble';

/** A row under a filter that is typed. */
export interface FilterRow {
  readonly label: string;
  readonly detail?: string;
  readonly description?: string;
  /** What choosing it does; nothing, where it only tells. */
  readonly act?: 'set' | { readonly type: string };
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
  refusal: string | undefined,
  t: Translate,
): readonly FilterRow[] {
  const completions = filterCompletions(filter, fields ?? [])
    .slice(0, MOST)
    .map(one => completionRow(one, t));
  const row = first(filter, fields, refusal, t);
  // While a name is typed Enter completes it.
  return row.act === undefined ? [...completions, row] : [row, ...completions];
}

function first(
  filter: string,
  fields: readonly FilterField[] | undefined,
  refusal: string | undefined,
  t: Translate,
): FilterRow {
  if (filter.trim() === '') {
    return {
      label: `$(clear-all) ${t('No Filter: Capture Every Hit')}`,
      detail: t('Or type a condition, such as {0}', EXAMPLE),
      act: 'set',
    };
  }
  if (refusal !== undefined) {
    return { label: `$(error) ${labelText(refusal)}` };
  }
  const trouble = filterTrouble(filter, fields);
  return trouble
    ? { label: `$(error) ${labelText(troubleSentence(trouble, t))}` }
    : {
        label: `$(check) ${t('Capture Hits Only If {0}', labelText(filter.trim()))}`,
        detail: t('The others are counted, and cost about as much, all the same'),
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

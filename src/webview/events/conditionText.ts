import type { ViewCondition } from '../../protocol/eventsView';
import type { EventColumn } from './eventColumns';

const SIGNS: Readonly<Record<ViewCondition['is'], string>> = {
  is: '=',
  isNot: '≠',
  less: '<',
  more: '>',
  contains: '∋',
  range: '∈',
};

/** `Took ∈ 32.8 µs – 65.5 µs`: a condition as its chip shows it. */
export function conditionText(
  { column, is, value }: ViewCondition,
  columns: readonly EventColumn[],
): string {
  const known = columns.find(({ id }) => id === column);
  const shown = (text: string): string => known?.shown(text) ?? text;
  const text = is === 'range' ? value.split('..').map(shown).join(' – ') : shown(value);
  return `${known?.title ?? column} ${SIGNS[is]} ${text}`;
}

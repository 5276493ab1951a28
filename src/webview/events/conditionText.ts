import type { ViewCondition } from '../../protocol/eventsView';
import type { EventColumn } from './eventColumns';
import { cellText, visibleText } from './visibleText';

const SIGNS: Readonly<Record<ViewCondition['is'], string>> = {
  is: '=',
  isNot: '≠',
  less: '<',
  more: '>',
  contains: '∋',
  range: '∈',
};

/** How a chip tells of a condition: in little room, and all of it. */
export interface ConditionText {
  readonly brief: string;
  readonly whole: string;
}

/** `Took ∈ 32.8 µs – 65.5 µs`: a condition as its chip shows it. */
export function conditionText(
  { column, is, value }: ViewCondition,
  columns: readonly EventColumn[],
): ConditionText {
  const known = columns.find(({ id }) => id === column);
  const text = (shown: (text: string) => string): string =>
    is === 'range' ? value.split('..').map(shown).join(' – ') : shown(value);
  const begin = `${known?.title ?? column} ${SIGNS[is]}`;
  return {
    brief: `${begin} ${text(known?.brief ?? cellText)}`,
    whole: `${begin} ${visibleText(text(known?.shown ?? (same => same)))}`,
  };
}

import type { EventStrings, ViewCondition } from '../../../protocol/eventsView';
import { element } from '../../shared/dom';
import type { EventColumn } from '../eventColumns';
import { nanoseconds } from '../timeText';

type Kind = Exclude<ViewCondition['is'], 'range'>;

/**
 * A form that makes a condition on one column.
 * @param done called once, without a condition where the user leaves it
 */
export function columnFilter(
  column: EventColumn,
  strings: EventStrings,
  done: (condition?: ViewCondition) => void,
): HTMLElement {
  const kinds: readonly Kind[] =
    column.isNumber || column.id === 'took'
      ? ['is', 'isNot', 'less', 'more']
      : ['contains', 'is', 'isNot'];
  const choice = element(
    'select',
    { attributes: { 'aria-label': strings.filterColumn } },
    ...kinds.map(kind => {
      const option = element('option', { text: strings.conditions[kind] });
      option.value = kind;
      return option;
    }),
  );
  const input = element('input', {
    attributes: {
      type: 'text',
      'aria-label': column.title,
      placeholder: column.id === 'took' ? strings.durationExample : '',
    },
  });
  const apply = element('button', { className: 'text-button', text: strings.apply });
  apply.type = 'submit';
  const form = element(
    'form',
    {
      className: 'column-filter',
      attributes: { role: 'dialog', 'aria-label': `${strings.filterColumn}: ${column.title}` },
    },
    ...[element('span', { text: column.title }), choice, input, apply],
  );
  form.addEventListener('submit', event => {
    event.preventDefault();
    const value = column.id === 'took' ? nanoseconds(input.value) : input.value.trim();
    const is = kinds.find(kind => kind === choice.value) ?? 'is';
    done(value === '' ? undefined : { column: column.id, is, value });
  });
  form.addEventListener('keydown', event => {
    event.stopPropagation();
    if (event.key === 'Escape') {
      done();
    }
  });
  return form;
}

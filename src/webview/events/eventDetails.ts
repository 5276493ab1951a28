import type { EventStrings, ViewCondition, ViewEvent, ViewSchema } from '../../protocol/eventsView';
import { element, icon } from '../shared/dom';
import type { EventColumn } from './eventColumns';
import { durationText, type TimeText } from './timeText';

/** All that is known of one event, each value with its filters. */
export function eventDetails(
  event: ViewEvent,
  schema: ViewSchema | undefined,
  columns: readonly EventColumn[],
  time: TimeText,
  strings: EventStrings,
  filter: (condition: ViewCondition) => void,
): HTMLElement {
  const rows: { id: string; title: string; text: string; value: string | undefined }[] = [
    { id: 'time', title: strings.columns.time, text: time.long(event.time), value: undefined },
    ...columns
      .filter(({ id }) => id !== 'time' && id in strings.columns)
      .map(column => ({
        id: column.id,
        title: column.title,
        text: column.id === 'took' ? durationText(event.took) : column.text(event),
        value: column.value(event),
      })),
    ...(schema?.fields ?? []).map(({ name }, at) => ({
      ...{ id: name, title: name, text: event.values[at] ?? '' },
      value: event.values[at],
    })),
  ];
  return element(
    'dl',
    { className: 'details' },
    ...rows
      .filter(({ text }) => text !== '')
      .map(({ id, title, text, value }) =>
        element(
          'div',
          { className: 'detail' },
          element('dt', { text: title }),
          element('dd', { text }),
          ...(value === undefined
            ? []
            : (['is', 'isNot'] as const).map(is =>
                filterButton(is, strings, () => filter({ column: id, is, value })),
              )),
        ),
      ),
  );
}

function filterButton(
  is: 'is' | 'isNot',
  strings: EventStrings,
  press: () => void,
): HTMLButtonElement {
  const name = is === 'is' ? strings.onlyThis : strings.notThis;
  const button = element(
    'button',
    { className: 'icon-button', attributes: { title: name, 'aria-label': name } },
    icon(is === 'is' ? 'filter' : 'circle-slash'),
  );
  button.addEventListener('click', press);
  return button;
}

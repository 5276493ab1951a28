import type {
  EventStrings,
  ViewCondition,
  ViewEvent,
  ViewSchema,
} from '../../../protocol/eventsView';
import { element, icon } from '../../shared/dom';
import { isCallSite } from '../callSite';
import type { EventColumn } from '../eventColumns';
import type { TimeText } from '../timeText';
import { visibleText } from '../visibleText';

/** All that is known of one event, each value with its filters. */
export function eventDetails(
  event: ViewEvent,
  schema: ViewSchema | undefined,
  columns: readonly EventColumn[],
  time: TimeText,
  strings: EventStrings,
  filter: (condition: ViewCondition) => void,
  goToCallSite: () => void,
): HTMLElement {
  const known = columns.filter(({ id }) => id !== 'time');
  const shown = new Set(known.map(({ id }) => id));
  const rows: { id: string; title: string; text: string; value: string | undefined }[] = [
    { id: 'time', title: strings.columns.time, text: time.long(event.time), value: undefined },
    ...known.map(({ id, title, text, value }) => ({
      ...{ id, title, text: text(event), value: value(event) },
    })),
    // Of many arguments not all are columns, and the kernel's own fields never are.
    ...(schema?.fields ?? []).flatMap(({ name }, at) =>
      shown.has(name)
        ? []
        : [{ id: name, title: name, text: event.values[at] ?? '', value: event.values[at] }],
    ),
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
          element('dd', { text: visibleText(text) }),
          ...(isCallSite(id, text, schema) ? [callSiteButton(strings, goToCallSite)] : []),
          ...(value === undefined
            ? []
            : [
                element(
                  'dd',
                  { className: 'detail-filters' },
                  ...(['is', 'isNot'] as const).map(is =>
                    filterButton(is, `${title} ${text}`, strings, () =>
                      filter({ column: id, is, value }),
                    ),
                  ),
                ),
              ]),
        ),
      ),
  );
}

function callSiteButton({ stacks }: EventStrings, press: () => void): HTMLElement {
  const title = `${stacks.callSite}. ${stacks.callSiteNote}`;
  const button = element(
    'button',
    {
      className: 'icon-button',
      attributes: {
        title,
        'aria-label': stacks.callSite,
        'aria-description': stacks.callSiteNote,
      },
    },
    icon('go-to-file'),
  );
  button.addEventListener('click', press);
  return element('dd', { className: 'detail-filters' }, button);
}

function filterButton(
  is: 'is' | 'isNot',
  of: string,
  strings: EventStrings,
  press: () => void,
): HTMLButtonElement {
  const name = is === 'is' ? strings.onlyThis : strings.notThis;
  const button = element(
    'button',
    { className: 'icon-button', attributes: { title: name, 'aria-label': `${name}: ${of}` } },
    icon(is === 'is' ? 'filter' : 'circle-slash'),
  );
  button.addEventListener('click', press);
  return button;
}

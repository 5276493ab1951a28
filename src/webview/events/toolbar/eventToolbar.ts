import type { EventStrings } from '../../../protocol/eventsView';
import { element } from '../../shared/dom';

/** The line above the table: whatever is put into it, in two groups; the second is at its end. */
export function eventToolbar(
  strings: EventStrings,
  begin: readonly HTMLElement[],
  end: readonly HTMLElement[],
): HTMLElement {
  return element(
    'div',
    { className: 'toolbar', attributes: { role: 'group', 'aria-label': strings.toolbar } },
    ...[...begin, element('span', { className: 'space' }), ...end],
  );
}

/** @param changed the text is another, at each letter */
export function searchField(
  strings: EventStrings,
  changed: (text: string) => void,
): HTMLInputElement {
  const search = element('input', { attributes: { 'aria-label': strings.search } });
  search.type = 'search';
  search.placeholder = strings.search;
  search.addEventListener('input', () => changed(search.value));
  return search;
}

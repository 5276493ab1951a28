import type { ViewSummary } from '../../../protocol/eventsView';
import { element } from '../../shared/dom';

/** One answer of the summary. */
export interface Card {
  readonly element: HTMLElement;
  show(summary: ViewSummary): void;
  dispose?(): void;
}

/** The frame of a card: its name, what can be chosen, and what it says. */
export function cardFrame(
  title: string,
  content: readonly Node[],
  choices: readonly HTMLElement[] = [],
): HTMLElement {
  return element(
    'section',
    { className: 'card', attributes: { 'aria-label': title } },
    element('div', { className: 'card-head' }, element('h2', { text: title }), ...choices),
    ...content,
  );
}

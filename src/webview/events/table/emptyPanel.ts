import type { EventStrings } from '../../../protocol/eventsView';
import { element } from '../../shared/dom';
import { emptyState, type EmptyAction, type EmptyFacts } from './emptyState';

/** In the place of rows: why there are none, and a button for what to do about it. */
export class EmptyPanel {
  readonly element = element('div', { className: 'empty' });
  private readonly text = element('p', { attributes: { role: 'status' } });
  private readonly button = element('button', { className: 'text-button' });
  private does: EmptyAction | undefined;

  constructor(
    private readonly strings: EventStrings,
    act: (action: EmptyAction) => void,
  ) {
    this.button.addEventListener('click', () => {
      if (this.does) {
        act(this.does);
      }
    });
    this.element.append(this.text, this.button);
  }

  show(facts: EmptyFacts): void {
    const state = emptyState(facts, this.strings);
    this.element.hidden = state === undefined;
    this.does = state?.action?.does;
    this.button.hidden = !state?.action;
    // What is read out when it changes is written only then.
    if (state && this.text.textContent !== state.text) {
      this.text.textContent = state.text;
    }
    if (state?.action && this.button.textContent !== state.action.label) {
      this.button.textContent = state.action.label;
    }
  }
}

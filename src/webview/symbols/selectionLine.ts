import type { ViewStrings } from '../../protocol/symbolsView';
import { element } from '../shared/dom';
import { fill } from '../shared/fill';

/** One event has at most this many places; the extension refuses more. */
const MAX_ATTACHED = 1000;

/** How many rows are selected, and a button for all of them; empty for one, which needs neither. */
export class SelectionLine {
  private readonly count = element('span', { attributes: { role: 'status' } });
  private readonly button = element('button', {
    className: 'button',
    attributes: { type: 'button' },
  });
  readonly element = element('span', { className: 'selection' }, this.count, this.button);

  constructor(
    private readonly strings: ViewStrings,
    attach: () => void,
  ) {
    this.button.hidden = true;
    this.button.addEventListener('click', attach);
  }

  draw(count: number): void {
    const { strings, button } = this;
    const many = count > 1;
    const number = count.toLocaleString();
    this.count.textContent = many ? fill(strings.selected, number) : '';
    button.hidden = !many;
    button.textContent = fill(strings.attachMany, number);
    button.disabled = count > MAX_ATTACHED;
    button.title = button.disabled ? fill(strings.tooMany, MAX_ATTACHED.toLocaleString()) : '';
  }
}

import type { EventStrings } from '../../../protocol/eventsView';
import { element, icon } from '../../shared/dom';
import { fill } from '../../shared/fill';

/** Beside the table: what is known of the rows that are selected. */
export class EventAside {
  readonly element = element('aside', { attributes: { 'aria-label': '' } });

  /** @param leave the user closes it */
  constructor(
    private readonly strings: EventStrings,
    private readonly locale: string,
    private readonly leave: () => void,
  ) {
    this.element.setAttribute('aria-label', strings.details);
    this.element.hidden = true;
    this.element.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') {
        leave();
      }
    });
  }

  showNothing(): void {
    this.element.hidden = true;
    this.element.replaceChildren();
  }

  showDetails(details: HTMLElement): void {
    this.show(details);
  }

  /** Puts more below the details. */
  append(content: readonly HTMLElement[]): void {
    this.element.append(...content);
  }

  /** @param copy the user wants them all */
  showCount(count: number, copy: () => void): void {
    const text = fill(this.strings.selected, new Intl.NumberFormat(this.locale).format(count));
    const button = element('button', { className: 'text-button', text: this.strings.copyRows });
    button.addEventListener('click', copy);
    this.show(element('p', { text, attributes: { role: 'status' } }), button);
  }

  private show(...content: readonly HTMLElement[]): void {
    const { close } = this.strings;
    const button = element(
      'button',
      { className: 'icon-button', attributes: { title: close, 'aria-label': close } },
      icon('close'),
    );
    button.addEventListener('click', this.leave);
    const head = element(
      'div',
      { className: 'aside-head' },
      element('h2', { text: this.strings.details }),
      button,
    );
    this.element.replaceChildren(head, ...content);
    this.element.hidden = false;
  }
}

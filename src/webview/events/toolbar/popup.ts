import { element } from '../../shared/dom';

/** What a button opens below the toolbar; Escape and whatever takes the focus elsewhere close it. */
export class Popup {
  readonly element: HTMLElement;

  constructor(
    private readonly button: HTMLButtonElement,
    id: string,
    content: readonly HTMLElement[],
    private readonly toggled: (isOpen: boolean) => void = () => undefined,
  ) {
    // It takes the focus of a click into it, which would close it.
    this.element = element('div', { className: 'popup', attributes: { id, tabindex: '-1' } });
    this.element.append(...content);
    this.element.hidden = true;
    button.setAttribute('aria-expanded', 'false');
    button.setAttribute('aria-controls', id);
    button.addEventListener('click', () => this.open(!this.isOpen));
    for (const part of [button, this.element]) {
      part.addEventListener('keydown', ({ key }) => {
        if (key === 'Escape' && this.isOpen) {
          this.open(false);
          button.focus();
        }
      });
      part.addEventListener('focusout', ({ relatedTarget }) => {
        // The window itself may lose the focus: then nobody went elsewhere on the page.
        if (document.hasFocus() && !this.isOurs(relatedTarget)) {
          this.open(false);
        }
      });
    }
  }

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  private open(isOpen: boolean): void {
    this.element.hidden = !isOpen;
    this.button.setAttribute('aria-expanded', String(isOpen));
    this.toggled(isOpen);
  }

  private isOurs(target: EventTarget | null): boolean {
    return target instanceof Node && (this.button === target || this.element.contains(target));
  }
}

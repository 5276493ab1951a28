import { element } from '../shared/dom';

/** What is said of the events as a whole, and where their helper is gone the way to have its probes again. */
export class NoteLine {
  /** Not read out when it changes, which it may do each second. */
  readonly element = element('div', { className: 'note', attributes: { role: 'note' } });
  private readonly text = element('span');
  private readonly button: HTMLButtonElement;

  constructor(recreate: string, press: () => void) {
    this.button = element('button', { className: 'text-button', text: recreate });
    this.button.addEventListener('click', press);
    this.element.append(this.text, this.button);
    this.element.hidden = true;
    this.setLost(false);
  }

  setLost(isLost: boolean): void {
    this.button.hidden = !isLost;
  }

  /** Whether it has come or gone, which takes room or gives it. */
  say(text: string): boolean {
    this.text.textContent = text;
    const isHidden = text === '';
    const isOther = this.element.hidden !== isHidden;
    this.element.hidden = isHidden;
    return isOther;
  }
}

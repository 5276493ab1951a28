import type { EventStrings } from '../../../protocol/eventsView';
import { element, icon } from '../../shared/dom';
import { fill } from '../../shared/fill';

/** Whose events come in, always in sight, and the way to change it; a recording has none. */
export class ScopeButton {
  readonly element = element('button', { className: 'scope' }, icon('server-process'));
  private readonly text = element('span');

  constructor(
    private readonly strings: EventStrings,
    press: () => void,
  ) {
    this.element.append(this.text);
    this.element.addEventListener('click', press);
    this.show(undefined);
  }

  show(scope: string | undefined): void {
    this.element.hidden = scope === undefined;
    if (scope !== undefined) {
      const whole = fill(this.strings.scope, scope);
      this.text.textContent = scope;
      this.element.title = `${whole}. ${this.strings.scopeTitle}`;
      this.element.setAttribute('aria-label', whole);
    }
  }
}

import type { EventStrings } from '../../../protocol/eventsView';
import { element } from '../../shared/dom';
import { fill } from '../../shared/fill';

/** Whose events come in, always in sight, and the way to change it; a recording has none. */
export class ScopeButton {
  readonly element = element('button', { className: 'scope' });

  constructor(
    private readonly strings: EventStrings,
    press: () => void,
  ) {
    this.element.addEventListener('click', press);
    this.show(undefined);
  }

  show(scope: string | undefined): void {
    this.element.hidden = scope === undefined;
    this.element.textContent = scope === undefined ? '' : fill(this.strings.scope, scope);
    this.element.title = this.strings.scopeTitle;
  }
}

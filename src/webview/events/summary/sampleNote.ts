import type { EventStrings, ViewSummary } from '../../../protocol/eventsView';
import { element } from '../../shared/dom';
import { fill } from '../../shared/fill';

/** Says on a card that it is not of all events. */
export class SampleNote {
  readonly element = element('p', { className: 'sample-note' });

  constructor(
    private readonly strings: EventStrings,
    private readonly locale: string,
  ) {
    this.element.title = strings.sampledAdvice;
    this.element.hidden = true;
  }

  /** @param isWhole whether the card is of all events nevertheless */
  show(sampled: ViewSummary['sampled'], isWhole: boolean): void {
    const isShown = sampled !== undefined && !isWhole;
    this.element.hidden = !isShown;
    if (isShown) {
      const [kept, of] = [sampled.kept, sampled.of].map(count =>
        new Intl.NumberFormat(this.locale).format(count),
      );
      const text = fill(this.strings.sampledCard, kept ?? '', of ?? '');
      if (this.element.textContent !== text) {
        this.element.textContent = text;
      }
    }
  }
}

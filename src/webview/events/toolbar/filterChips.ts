import type { EventStrings, ViewCondition } from '../../../protocol/eventsView';
import type { ConditionText } from '../conditionText';
import { element, icon } from '../../shared/dom';

/** Characters of a tooltip at most. */
const LONGEST_TITLE = 2000;

/** The conditions of the filter in sight, each a button that removes it. */
export class FilterChips {
  readonly element = element('span', {
    className: 'chips',
    attributes: { role: 'group' },
  });

  /** @param after what has the focus when the last one is gone */
  constructor(
    private readonly strings: EventStrings,
    private readonly after: HTMLElement,
    private readonly remove: (condition: ViewCondition) => void,
  ) {
    this.element.setAttribute('aria-label', strings.filters);
  }

  show(
    conditions: readonly ViewCondition[],
    textOf: (condition: ViewCondition) => ConditionText,
  ): void {
    const had = [...this.element.children].findIndex(chip => chip === document.activeElement);
    this.element.replaceChildren(
      ...conditions.map(condition => {
        const { brief, whole } = textOf(condition);
        const title = `${this.strings.remove}: ${whole.slice(0, LONGEST_TITLE)}`;
        const chip = element(
          'button',
          { className: 'chip', attributes: { title, 'aria-label': title } },
          element('span', { text: brief }),
          icon('close'),
        );
        chip.addEventListener('click', () => this.remove(condition));
        return chip;
      }),
    );
    if (had >= 0) {
      // The one that had the focus may be gone.
      const chips = [...this.element.querySelectorAll('button')];
      (chips[Math.min(had, chips.length - 1)] ?? this.after).focus();
    }
  }
}

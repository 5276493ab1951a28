import type { ViewCondition, ViewFilter } from '../../protocol/eventsView';

/** Of these there is one a column: two of them fit no event. */
const EXCLUSIVE = new Set<ViewCondition['is']>(['is', 'range']);
/** As many as one request takes. */
const MAX_CONDITIONS = 32;
const MAX_TEXT = 1024;

/** Which events the page shows. */
export class ShownFilter {
  private current: ViewFilter = { text: '', conditions: [] };

  constructor(private readonly changed: () => void) {}

  get value(): ViewFilter {
    return this.current;
  }

  get isEmpty(): boolean {
    return this.current.text === '' && this.current.conditions.length === 0;
  }

  set(filter: Partial<ViewFilter>): void {
    const { text, conditions } = { ...this.current, ...filter };
    this.current = { text: text.slice(0, MAX_TEXT), conditions };
    this.changed();
  }

  /** One more; it takes the place of one that excludes it. */
  add(condition: ViewCondition): void {
    const { column, is, value } = condition;
    const others = this.current.conditions.filter(
      each =>
        each.column !== column ||
        (each.is === is
          ? !EXCLUSIVE.has(is) && each.value !== value
          : !(EXCLUSIVE.has(is) && EXCLUSIVE.has(each.is))),
    );
    this.set({ conditions: [...others, condition].slice(-MAX_CONDITIONS) });
  }

  remove(condition: ViewCondition): void {
    this.set({ conditions: this.current.conditions.filter(each => each !== condition) });
  }
}

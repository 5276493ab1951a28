import type { ViewCondition, ViewSummary } from '../../../protocol/eventsView';
import { element } from '../../shared/dom';
import type { ShownColumns } from '../shownColumns';
import type { Card } from './card';
import { type CallerLinks, ColumnCard } from './columnCard';
import { RateCard } from './rateCard';
import { SlowestCard } from './slowestCard';
import { summaryColumns } from './summaryColumns';

/** What the summary shows and tells of. */
export interface OverviewModel {
  /** Number of the oldest event that is kept. */
  first(): number;
  /** Whether more events come: those of the last second are not all there. */
  isLive(): boolean;
  filter(condition: ViewCondition): void;
  /** The user wants to see that event. */
  show(index: number): void;
  /** Other columns are summed up. */
  chosen(): void;
  /** To the call that a value of a column tells of. */
  goTo(caller: string): void;
  /** Number of the page. */
  page(): number;
}

/** What the page opens on: rates, the slowest calls, and the values of some columns. */
export class Overview {
  readonly element: HTMLElement;
  private readonly rates: RateCard;
  private readonly slowest: SlowestCard;
  private cards: readonly ColumnCard[] = [];
  private last: ViewSummary | undefined;

  /** @param chosenColumns what the user wants to see in each place, where it is not what is best */
  constructor(
    private readonly locale: string,
    private readonly shown: ShownColumns,
    private readonly model: OverviewModel,
    readonly chosenColumns: (string | null)[],
  ) {
    const { strings } = shown;
    this.rates = new RateCard(
      locale,
      shown,
      () => model.isLive(),
      condition => model.filter(condition),
    );
    this.slowest = new SlowestCard(
      locale,
      shown,
      () => model.first(),
      index => model.show(index),
    );
    this.element = element('div', {
      className: 'overview',
      attributes: { role: 'region', 'aria-label': strings.overview },
    });
    this.element.append(this.rates.element, this.slowest.element);
  }

  /** The columns that it needs to know of. */
  get wanted(): readonly string[] {
    return this.cards.map(({ id }) => id);
  }

  dispose(): void {
    this.all.forEach(card => card.dispose?.());
  }

  /** Columns, or how their values are written, are others. */
  setColumns(): void {
    this.slowest.element.hidden = !this.shown.columns.some(({ id }) => id === 'took');
    this.place();
  }

  /** Nothing is known of what comes. */
  clear(): void {
    this.show({
      rates: { firstSecond: 0, tables: [] },
      slowest: [],
      columns: this.wanted.map(column => ({ column, count: 0, top: [], others: 0 })),
    });
    this.last = undefined;
  }

  show(summary: ViewSummary): void {
    this.last = summary;
    this.all.forEach(card => card.show(summary));
  }

  private get all(): readonly Card[] {
    return [this.rates, this.slowest, ...this.cards];
  }

  private get callers(): CallerLinks {
    const { strings } = this.shown;
    return {
      isCaller: column =>
        this.shown.schemas.some(({ fields }) =>
          fields.some(({ name, isCode = false }) => isCode && name === column),
        ),
      link: {
        label: strings.stacks.callSite,
        description: strings.stacks.callSiteNote,
        context: caller =>
          JSON.stringify({
            ...{ webviewSection: 'caller', preventDefaultContextMenuItems: true },
            ...{ page: this.model.page(), caller },
          }),
        press: caller => this.model.goTo(caller),
      },
    };
  }

  /** A card for each column; those that are there stay. */
  private place(): void {
    const wanted = summaryColumns(this.shown.columns, this.chosenColumns);
    const choices = this.shown.columns.filter(({ id }) => id !== 'time');
    const isSame =
      choices.map(({ id }) => id).join(' ') === this.element.dataset['columns'] &&
      wanted.map(({ id }) => id).join(' ') === this.wanted.join(' ');
    if (isSame) {
      wanted.forEach((column, at) => this.cards[at]?.setColumn(column));
      return;
    }
    this.element.dataset['columns'] = choices.map(({ id }) => id).join(' ');
    const focused = this.cards.findIndex(({ element: card }) =>
      card.contains(document.activeElement),
    );
    this.cards.forEach(card => {
      card.dispose();
      card.element.remove();
    });
    this.cards = wanted.map(
      (column, at) =>
        new ColumnCard(
          this.shown.strings,
          this.locale,
          column,
          choices,
          condition => this.model.filter(condition),
          id => {
            this.chosenColumns[at] = id;
            this.place();
            this.model.chosen();
          },
          this.callers,
        ),
    );
    this.element.append(...this.cards.map(card => card.element));
    this.cards[focused]?.element.querySelector('select')?.focus();
    if (this.last) {
      this.show(this.last);
    }
  }
}

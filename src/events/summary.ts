import { SerialQueue } from '../tracefs';
import { ColumnCounts } from './columnCounts';
import { TOOK, type EventFields } from './eventFields';
import type { EventStore } from './eventStore';
import type { EventView } from './eventView';
import { SecondRates, type RateFacts } from './secondRates';
import { SlowestCalls, type SlowCall } from './slowestCalls';
import { ViewWalk } from './viewWalk';
import type { ColumnFacts } from './valueCounts';

/** What a page opens on: answers about the events that it shows. */
export interface SummaryFacts {
  readonly rates: RateFacts;
  readonly slowest: readonly SlowCall[];
  /** Those that were asked for, in that order. */
  readonly columns: readonly ColumnFacts[];
  /** Left out where all events that came are counted. */
  readonly sampled?: SampledFacts;
}

/** What is counted over the events that have rows: `kept` of all `of`. */
export interface SampledFacts {
  readonly kept: number;
  readonly of: number;
  /** Columns that are counted over all events nevertheless, and whether rates are. */
  readonly whole: readonly string[];
  readonly areRatesWhole: boolean;
}

/** Rates, slowest calls and values over a view, going on where they were. */
export class Summary {
  private readonly rates = new SecondRates();
  private readonly slowest = new SlowestCalls();
  private readonly walk: ViewWalk;
  /** Each goes over the view by itself, as columns are asked for one after the other. */
  private readonly columns = new Map<string, { counts: ColumnCounts; walk: ViewWalk }>();
  /** One that fails is told of its failure; the next goes on where it was. */
  private readonly looks = new SerialQueue();

  constructor(
    private readonly store: EventStore,
    private readonly view: EventView,
    private readonly fields: EventFields,
  ) {
    this.walk = new ViewWalk(store, view);
  }

  /**
   * Looks at the view's new events, as far as no older ones can come between them; with `all`, at all. Columns
   * that are not asked for any more are let go.
   * @param limit values at the top of a column
   */
  async facts(columns: readonly string[], limit: number, all = false): Promise<SummaryFacts> {
    await this.looks.run(() => this.advance(columns, all));
    return {
      rates: this.rates.facts(),
      slowest: this.slowest.facts(),
      columns: columns.flatMap(column => this.columns.get(column)?.counts.facts(limit) ?? []),
    };
  }

  /** What some columns show has changed: they are counted anew. */
  recount(isChanged: (column: string) => boolean): void {
    void this.looks.run(() => {
      [...this.columns.keys()].filter(isChanged).forEach(column => this.columns.delete(column));
      return Promise.resolve();
    });
  }

  private async advance(columns: readonly string[], all: boolean): Promise<void> {
    await this.walk.advance(all, (table, row, index) => {
      const time = this.store.tables[table]?.time(row) ?? 0;
      const took = this.fields.counted(table, TOOK)?.value(row);
      this.rates.add(table, time);
      if (typeof took === 'number') {
        this.slowest.add({ index, table, time, took });
      }
    });
    for (const known of this.columns.keys()) {
      if (!columns.includes(known)) {
        this.columns.delete(known);
      }
    }
    for (const column of columns) {
      const { counts, walk } = this.column(column);
      await walk.advance(all, (table, row) => counts.add(table, row));
    }
  }

  private column(column: string): { counts: ColumnCounts; walk: ViewWalk } {
    const known = this.columns.get(column);
    if (known) {
      return known;
    }
    const made = {
      counts: new ColumnCounts(this.fields, column),
      walk: new ViewWalk(this.store, this.view),
    };
    this.columns.set(column, made);
    return made;
  }
}

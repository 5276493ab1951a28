import { TOOK } from '../../events/eventFields';
import type { EventStore } from '../../events/eventStore';
import type { SummaryFacts } from '../../events/summary';
import type { ColumnFacts } from '../../events/valueCounts';
import type { Capture } from './capture';

/**
 * Facts about columns over all events of a capture, by column: those that are counted as events come, so
 * that they hold also for events without a row.
 */
export function wholeCounts(
  capture: Pick<Capture, 'store' | 'fields' | 'callers' | 'processName'>,
  columns: readonly string[],
  limit: number,
): ReadonlyMap<string, ColumnFacts> {
  const { store, fields, callers } = capture;
  const found = new Map<string, ColumnFacts>();
  if (areTimesSampled(store)) {
    found.set(TOOK, store.aggregate.times.facts(TOOK, limit));
  }
  for (const column of columns) {
    const facts =
      column === TOOK || (fields.isMade(column) && !callers.isCaller(column))
        ? undefined
        : store.aggregate.facts(
            column,
            limit,
            thread => capture.processName(thread),
            table => callers.counted(table, column),
          );
    if (facts) {
      found.set(column, facts);
    }
  }
  return found;
}

/** What is counted over rows, with what is counted over all events in its place. */
export function withWholeCounts(
  facts: SummaryFacts,
  { store }: Pick<Capture, 'store'>,
  columns: readonly string[],
  counts: ReadonlyMap<string, ColumnFacts>,
): SummaryFacts {
  const ofRows = new Map(facts.columns.map(each => [each.column, each]));
  return {
    ...facts,
    rates: store.aggregate.rates.facts(),
    ...(areTimesSampled(store) && { slowest: slowestOfAll(store) }),
    columns: columns.flatMap(column => counts.get(column) ?? ofRows.get(column) ?? []),
  };
}

/** Rows tell what calls took, unless some have none. */
function areTimesSampled({ sampling, aggregate }: EventStore): boolean {
  return sampling.kept < sampling.of && aggregate.times.isCounting;
}

/** The slowest of all calls, with the numbers of those that have rows. */
function slowestOfAll({ aggregate, order }: EventStore): SummaryFacts['slowest'] {
  return aggregate.times.slowest().map(call => {
    const { table, time } = call;
    const end = order.positionAfter(time);
    for (let index = end - 1; index >= order.first && order.time(index) === time; index--) {
      if (order.table(index) === table) {
        return { ...call, index };
      }
    }
    return call;
  });
}

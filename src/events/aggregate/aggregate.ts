import type { ProcessName } from '../madeColumn';
import type { EventFormat } from '../eventFormat';
import type { MaskTest } from '../masks';
import type { Records } from '../records';
import { SecondRates } from '../secondRates';
import { type ColumnFacts, ValueCounts } from '../valueCounts';
import type { CallCounts } from './callCounts';
import { CallTimes } from './callTimes';
import type { FieldCounts } from './fieldCounts';
import { TableCounts } from './tableCounts';

/**
 * Counts over all events that came, those included whose rows were not kept or made room for newer ones.
 * No string is made while they come.
 */
export class Aggregate {
  readonly rates = new SecondRates();
  readonly times = new CallTimes();
  private littleEndian = true;
  private readonly tables: TableCounts[] = [];

  addTable(format: EventFormat, littleEndian: boolean): void {
    this.littleEndian = littleEndian;
    this.tables.push(new TableCounts(format, littleEndian));
  }

  add(table: number, records: Records): void {
    this.tables[table]?.add(records);
    this.addRates(table, records);
    this.times.add(table, records, this.littleEndian);
  }

  mask(isMasked: MaskTest): void {
    this.tables.forEach(table => {
      table.mask(isMasked);
    });
  }

  /** As {@link TableCounts.countCalls}. */
  countCalls(table: number, caller: string, ip: string): CallCounts | undefined {
    return this.tables[table]?.countCalls(caller, ip);
  }

  /**
   * Undefined for a column that is not counted here.
   * @param made what counts the column of a table, where that is not a field of its records
   */
  facts(
    column: string,
    limit: number,
    processName: ProcessName,
    made: (table: number) => Pick<FieldCounts, 'tell'> | undefined = () => undefined,
  ): ColumnFacts | undefined {
    const counts = new ValueCounts();
    for (const [index, table] of this.tables.entries()) {
      const stand = made(index);
      stand?.tell(counts);
      if (!stand && !tell(table, column, counts, processName)) {
        return undefined;
      }
    }
    return counts.facts(column, limit);
  }

  /** What counts a field of a table; undefined where it is not counted. */
  field(table: number, name: string): FieldCounts | undefined {
    return this.tables[table]?.field(name);
  }

  /** Events of one second are counted together: they come in the order of time. */
  private addRates(table: number, { times, count }: Records): void {
    for (let from = 0, to = 0; from < count; from = to) {
      const time = times[from] ?? 0;
      const second = Math.floor(time / 1e9) * 1e9;
      while (to < count && (times[to] ?? 0) >= second && (times[to] ?? 0) < second + 1e9) {
        to++;
      }
      // Another CPU's first events can be older than time 0.
      this.rates.add(table, Math.max(0, time), to - from);
    }
  }
}

/** False where the table has the column, but its values are not counted here. */
function tell(
  table: TableCounts,
  column: string,
  counts: ValueCounts,
  processName: ProcessName,
): boolean {
  switch (column) {
    case 'event':
      if (table.count > 0) {
        counts.add(table.event, undefined, table.count);
      }
      return true;
    case 'cpu':
      table.cpus.forEach((count, cpu) => {
        counts.add(String(cpu), cpu, count);
      });
      return true;
    case 'thread':
      table.threads.tell(counts);
      return true;
    case 'process':
      table.threads.forEach((thread, count) => {
        const name = processName(thread);
        if (name !== '') {
          counts.add(name, undefined, count);
        }
      });
      counts.addUntold(table.threads.others);
      return true;
    default: {
      const field = table.field(column);
      field?.tell(counts);
      return field !== undefined || !table.has(column);
    }
  }
}

interface Meaning {
  readonly since: number;
  readonly table: number;
}

/**
 * Which table the records of a number belong to. The kernel gives the number of a removed event to another, so
 * a number means something only in an epoch: pages tell theirs, each removal begins one.
 */
export class EventNumbers {
  private readonly meanings = new Map<number, Meaning[]>();
  /** By number, the epochs from which it was not its event's any more. */
  private readonly ends = new Map<number, number[]>();
  private made:
    { readonly epoch: number; readonly tables: ReadonlyMap<number, number> } | undefined;

  /** From epoch `since` on, until it is retired, the number is that of a table. */
  add(id: number, since: number, table: number): void {
    this.meanings.set(id, [...(this.meanings.get(id) ?? []), { since, table }]);
    this.made = undefined;
  }

  /** From `epoch` on the number is not that of the event which had it. */
  retire(id: number, epoch: number): void {
    this.ends.set(id, [...(this.ends.get(id) ?? []), epoch]);
    this.made = undefined;
  }

  /** The table of the event that got the number in epoch `since`. */
  knownSince(id: number, since: number): number | undefined {
    return this.meanings.get(id)?.find(meaning => meaning.since === since)?.table;
  }

  tableOf(id: number, epoch: number): number | undefined {
    const found = this.meanings
      .get(id)
      ?.filter(({ since }) => since <= epoch)
      .reduce((latest, meaning) => (meaning.since >= latest.since ? meaning : latest), NONE);
    const isOver = this.ends.get(id)?.some(end => end > (found?.since ?? 0) && end <= epoch);
    return isOver || found === undefined || found === NONE ? undefined : found.table;
  }

  /** By number, the tables of pages of an epoch. */
  tables(epoch: number): ReadonlyMap<number, number> {
    if (this.made?.epoch !== epoch) {
      const tables = [...this.meanings.keys()].flatMap((id): [number, number][] => {
        const table = this.tableOf(id, epoch);
        return table === undefined ? [] : [[id, table]];
      });
      this.made = { epoch, tables: new Map(tables) };
    }
    return this.made.tables;
  }

  /** Whether the event that had the number in that epoch is gone. */
  isGone(id: number, epoch: number): boolean {
    return this.ends.get(id)?.some(end => end > epoch) ?? false;
  }
}

const NONE: Meaning = { since: -1, table: -1 };

import { SerialQueue } from '../../tracefs';
import type { EventStore } from '../eventStore';
import type { EventView } from '../eventView';
import { ViewWalk } from '../viewWalk';
import type { CallStacks, StackCount } from './stackRecords';

/** Events of the view that are counted together. */
const PART = 50_000;
/** Of a view that changes all the time, what was counted so far is told. */
const PASSES = 3;

/** By number of the kernel's stack, then of the program's. */
type Counts = Map<number, Map<number, number>>;

/**
 * How often the events of one table in a view had the same stacks: goes on where it was, and counts only anew what the view
 * has looked at again.
 */
export class ViewStacks {
  /** One for each `PART` of numbers in the view that may still be looked at again, and for all before them. */
  private readonly parts = new Map<number, Counts>();
  private readonly settled: Counts = new Map();
  private readonly walk: ViewWalk;
  /** One that fails is told of its failure; the next goes on where it was. */
  private readonly looks = new SerialQueue();
  private isClosed = false;
  private rewinds = 0;

  /** @param of the stacks of one row of that table */
  constructor(
    store: EventStore,
    private readonly view: EventView,
    readonly table: number,
    private readonly of: (row: number) => CallStacks,
  ) {
    this.walk = new ViewWalk(store, view);
  }

  /** Something else is shown: nobody waits for these any more. */
  close(): void {
    this.isClosed = true;
  }

  /** To be called when the view looks at its last events again, as soon as it has let go of them. */
  rewind(): void {
    const { endIndex } = this.view;
    if (this.walk.position > endIndex) {
      const kept = Math.floor(endIndex / PART);
      for (const part of this.parts.keys()) {
        if (part >= kept) {
          this.parts.delete(part);
        }
      }
      this.walk.rewind(kept * PART);
      this.rewinds++;
    }
  }

  /** Undefined where it was closed meanwhile. `all`: no older events can come between. */
  async count(all: boolean): Promise<readonly StackCount[] | undefined> {
    await this.looks.run(() => this.advance(all));
    return this.isClosed ? undefined : this.sums();
  }

  private async advance(all: boolean): Promise<void> {
    for (let pass = 0, before = -1; pass < PASSES && before !== this.rewinds; pass++) {
      before = this.rewinds;
      await this.view.complete();
      await this.walk.advance(
        all,
        (table, row, index) => {
          if (table === this.table) {
            add(this.part(Math.floor(index / PART)), this.of(row), 1);
          }
        },
        () => !this.isClosed,
      );
      this.settle();
    }
  }

  private part(number: number): Counts {
    let part = this.parts.get(number);
    if (!part) {
      part = new Map();
      this.parts.set(number, part);
    }
    return part;
  }

  /** Sums up the parts whose events are gone: a view looks at none of these again. */
  private settle(): void {
    const first = Math.floor(this.view.firstIndex / PART);
    for (const [number, part] of this.parts) {
      if (number < first) {
        addAll(this.settled, part);
        this.parts.delete(number);
      }
    }
  }

  private sums(): readonly StackCount[] {
    const sums: Counts = new Map();
    for (const part of [this.settled, ...this.parts.values()]) {
      addAll(sums, part);
    }
    return [...sums].flatMap(([kernel, users]) =>
      [...users].map(([user, count]) => ({ kernel, user, count })),
    );
  }
}

function add(counts: Counts, { kernel, user }: CallStacks, count: number): void {
  if (kernel !== 0 || user !== 0) {
    const users = counts.get(kernel) ?? new Map<number, number>();
    counts.set(kernel, users);
    users.set(user, (users.get(user) ?? 0) + count);
  }
}

function addAll(counts: Counts, more: Counts): void {
  more.forEach((users, kernel) =>
    users.forEach((count, user) => add(counts, { kernel, user }, count)),
  );
}

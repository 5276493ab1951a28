import { SerialQueue } from '../../tracefs';
import type { EventStore } from '../eventStore';
import type { EventView } from '../eventView';
import { ViewWalk } from '../viewWalk';
import type { CallStacks, StackCount } from './stackRecords';

/** How often the events of one table in a view had the same stacks: goes on where it was. */
export class ViewStacks {
  /** By number of the kernel's stack, then of the program's. */
  private readonly counts = new Map<number, Map<number, number>>();
  private readonly walk: ViewWalk;
  /** One that fails is told of its failure; the next goes on where it was. */
  private readonly looks = new SerialQueue();
  private isClosed = false;

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

  /** Undefined where it was closed meanwhile. `all`: no older events can come between. */
  async count(all: boolean): Promise<readonly StackCount[] | undefined> {
    await this.looks.run(() => this.advance(all));
    return this.isClosed
      ? undefined
      : [...this.counts].flatMap(([kernel, users]) =>
          [...users].map(([user, count]) => ({ kernel, user, count })),
        );
  }

  private async advance(all: boolean): Promise<void> {
    await this.view.complete();
    await this.walk.advance(
      all,
      (table, row) => {
        if (table === this.table) {
          this.add(this.of(row));
        }
      },
      () => !this.isClosed,
    );
  }

  private add({ kernel, user }: CallStacks): void {
    if (kernel !== 0 || user !== 0) {
      const users = this.counts.get(kernel) ?? new Map<number, number>();
      this.counts.set(kernel, users);
      users.set(user, (users.get(user) ?? 0) + 1);
    }
  }
}

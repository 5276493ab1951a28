import type { EventStore } from '../events/eventStore';

/** Places of threads that were just seen; a power of two. */
const PLACES = 1024;
/** No thread has this number. */
const NOBODY = -1;

/** Goes over the threads of new rows: one that comes again and again is told once. */
export class SeenThreads {
  /** By table: the first row that was not gone over. */
  private readonly nextRows: number[] = [];
  private readonly recent = new Int32Array(PLACES);

  constructor(private readonly store: Pick<EventStore, 'tables'>) {}

  /** @param learn gets each thread of the rows that came since the last time, some of them more than once */
  visit(learn: (thread: number) => void): void {
    const { recent } = this;
    // A name may have been forgotten since.
    recent.fill(NOBODY);
    this.store.tables.forEach((table, index) => {
      table.visitThreads(this.nextRows[index] ?? 0, (threads, from, to) => {
        for (let at = from; at < to; at++) {
          const thread = threads[at] ?? 0;
          const place = thread & (PLACES - 1);
          if (recent[place] !== thread) {
            recent[place] = thread;
            learn(thread);
          }
        }
      });
      this.nextRows[index] = table.nextRow;
    });
  }
}

/**
 * Which event a number means. The kernel gives the number of an event that was removed to another one
 * (`ida_free` in `kernel/trace/trace_output.c`), so each removal begins an epoch: pages say in which they
 * were read, and before a removal all that is in the buffer is read.
 */
export class RetiredNumbers {
  private readonly since = new Map<number, number>();
  private current = 0;

  /** The epoch of pages that are read now. */
  get epoch(): number {
    return this.current;
  }

  /** An event was removed; returns the epoch from which its number is not its own. */
  retire(event: number): number {
    this.since.set(event, ++this.current);
    return this.current;
  }

  /** The epoch from which a number is that of the event that has it now. */
  sinceOf(event: number): number {
    return this.since.get(event) ?? 0;
  }
}

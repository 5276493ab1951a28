/**
 * Runs tasks one after the other, in the order they came. A task that fails does not stop the next.
 */
export class SerialQueue {
  private last: Promise<unknown> = Promise.resolve();

  run<Result>(task: () => Promise<Result>): Promise<Result> {
    const result = this.last.then(task);
    this.last = result.then(nothing, nothing);
    return result;
  }
}

/** Keeps neither the result nor the error alive. */
function nothing(): void {
  return;
}

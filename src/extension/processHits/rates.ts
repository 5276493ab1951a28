/** Hits per second between two looks. */
export class Rates {
  private before = new Map<string, number>();
  private at = performance.now();

  next(processes: readonly { readonly id: string; readonly hits: number }[]): Map<string, number> {
    const now = performance.now();
    const seconds = (now - this.at) / 1000;
    const rates = new Map(
      processes.flatMap(({ id, hits }): [string, number][] => {
        const before = this.before.get(id);
        return before === undefined || seconds <= 0 ? [] : [[id, (hits - before) / seconds]];
      }),
    );
    this.before = new Map(processes.map(({ id, hits }) => [id, hits]));
    this.at = now;
    return rates;
  }
}

/** Times by label, printed as medians and as ratios to one of them. */
export class Table {
  readonly #times = new Map<string, number[]>();

  constructor(
    private readonly title: string,
    /** Label that the others are compared with. */
    private readonly reference: string,
  ) {}

  time(label: string, work: () => void): void {
    const start = performance.now();
    work();
    this.add(label, performance.now() - start);
  }

  /** @param ms one measurement */
  add(label: string, ms: number): void {
    this.#times.set(label, [...(this.#times.get(label) ?? []), ms]);
  }

  /** One line `<name> <measured> <target> ok|short`; the exit status is 1 once any is short. */
  judge(name: string, label: string, target: { ratio: number } | { ms: number }): void {
    const ms = median(this.#times.get(label) ?? []);
    const isRatio = 'ratio' in target;
    const measured = isRatio ? ms / median(this.#times.get(this.reference) ?? []) : ms;
    const limit = isRatio ? target.ratio : target.ms;
    const verdict = measured <= limit ? 'ok' : 'short';
    process.stdout.write(`${name} ${measured.toFixed(3)} ${limit.toFixed(3)} ${verdict}\n`);
    if (verdict === 'short') {
      process.exitCode = 1;
    }
  }

  print(): void {
    const base = median(this.#times.get(this.reference) ?? []);
    const lines = [...this.#times].map(([label, times]) => {
      const ms = median(times);
      const range = `${Math.min(...times).toFixed(1)}–${Math.max(...times).toFixed(1)}`;
      const ratio = (ms / base).toFixed(2);
      return `${label.padEnd(46)}${ms.toFixed(1).padStart(9)} ms ${ratio.padStart(7)}×  ${range}`;
    });
    const head = `${this.title}; median, ratio to ${this.reference}, least and most`;
    process.stdout.write(`${head}\n${lines.join('\n')}\n`);
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}

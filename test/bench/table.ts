/** Times by label, printed as medians and as ratios to one of them. */
export class Table {
  readonly #times = new Map<string, number[]>();

  constructor(
    private readonly title: string,
    /** Label that the others are compared with. */
    private readonly reference: string,
    private readonly unit: 'ms' | 'ns' = 'ms',
  ) {}

  time(label: string, work: () => void): void {
    const start = performance.now();
    work();
    this.add(label, performance.now() - start);
  }

  /** @param time one measurement, in the table's unit */
  add(label: string, time: number): void {
    this.#times.set(label, [...(this.#times.get(label) ?? []), time]);
  }

  /** Median of a label, in the table's unit. */
  median(label: string): number {
    return median(this.#times.get(label) ?? []);
  }

  /** Median of a label as a part of the reference's. */
  ratio(label: string): number {
    return this.median(label) / this.median(this.reference);
  }

  print(): void {
    const lines = [...this.#times].map(([label, times]) => {
      const range = `${Math.min(...times).toFixed(1)}–${Math.max(...times).toFixed(1)}`;
      const middle = median(times).toFixed(1).padStart(9);
      const ratio = this.ratio(label).toFixed(2).padStart(7);
      return `${label.padEnd(46)}${middle} ${this.unit} ${ratio}×  ${range} (n=${times.length})`;
    });
    const head = `${this.title}; median, ratio to ${this.reference}, least and most`;
    process.stdout.write(`${head}\n${lines.join('\n')}\n`);
  }
}

/** One line `<name> <measured> <target> ok|short` of what is to be small; the exit status is 1 once any is short. */
export function judge(name: string, measured: number, target: number): void {
  tell(name, measured, target, measured <= target);
}

/** As {@link judge}, of what is to be large. */
export function atLeast(name: string, measured: number, target: number): void {
  tell(name, measured, target, measured >= target);
}

function tell(name: string, measured: number, target: number, isMet: boolean): void {
  const verdict = isMet ? 'ok' : 'short';
  process.stdout.write(`${name} ${measured.toFixed(3)} ${target} ${verdict}\n`);
  if (verdict === 'short') {
    process.exitCode = 1;
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}

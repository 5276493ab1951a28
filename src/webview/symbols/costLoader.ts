import type { ViewCost } from '../../protocol/symbolsView';

/** Rows drawn within this many ms are asked for together. */
const GATHER_MS = 60;
/** Costs kept; a screen shows some fifty. */
const KEPT = 20_000;

/**
 * Costs of rows, by their index in the file: asked for when the rows are on the screen. A newer
 * request makes the extension drop an older one.
 */
export class CostLoader {
  private readonly known = new Map<number, ViewCost>();
  private visible: readonly number[] = [];
  private asked: readonly number[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly ask: (rows: number[]) => void) {}

  get(row: number): ViewCost | undefined {
    return this.known.get(row);
  }

  /** These rows are on the screen now. */
  show(rows: readonly number[]): void {
    this.visible = rows;
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.askForMissing();
    }, GATHER_MS);
  }

  put(costs: readonly ViewCost[]): void {
    if (this.known.size > KEPT) {
      this.known.clear();
    }
    for (const cost of costs) {
      this.known.set(cost.index, cost);
    }
  }

  private askForMissing(): void {
    const missing = this.visible.filter(row => !this.known.has(row));
    const isAsked = missing.every(row => this.asked.includes(row));
    if (missing.length > 0 && !isAsked) {
      this.asked = missing;
      this.ask(missing);
    }
  }
}

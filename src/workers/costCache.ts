import type { RowCost } from '../elf/code/entryCost';
import { rowCosts } from '../elf/code/rowCosts';
import type { FilePath } from '../elf/elfBytes';
import type { SymbolIndex } from '../elf/symbolIndex';

/** Most rows of one request. */
const MAX_COST_ROWS = 1000;
/** Rows remembered, of what was shown last. */
const MAX_REMEMBERED = 20_000;

/** Costs of a file's rows; what was decoded once is not decoded again. */
export class CostCache {
  readonly #known = new Map<number, RowCost>();

  constructor(
    private readonly path: FilePath,
    private readonly index: Pick<SymbolIndex, 'info' | 'code' | 'rowsAt'>,
  ) {}

  /**
   * One record for each index of a row, in order.
   * @throws ElfError, or the signal's reason
   */
  async of(rows: readonly number[], signal: AbortSignal): Promise<readonly RowCost[]> {
    if (this.#known.size > MAX_REMEMBERED) {
      this.#known.clear();
    }
    const wanted = rows.slice(0, MAX_COST_ROWS);
    const missing = wanted.filter(row => !this.#known.has(row));
    if (missing.length > 0) {
      const { info, code } = this.index;
      const file = { path: this.path, info, code };
      const costs = await rowCosts(file, this.index.rowsAt(missing), signal);
      for (const cost of costs) {
        this.#known.set(cost.index, cost);
      }
    }
    return wanted.flatMap(row => this.#known.get(row) ?? []);
  }
}

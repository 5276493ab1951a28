import { release } from 'node:os';
import type { ToSymbolsView } from '../../protocol/symbolsView';
import type { SymbolFile } from '../../workers/symbolClient';
import { Latest } from '../pickers/latest';
import type { Translate } from '../text/translate';
import { viewCost } from './viewCosts';

/** Costs of the rows that a page shows: a newer request stops an older one. */
export class PageCosts {
  private readonly latest = new Latest();

  constructor(
    private readonly t: Translate,
    /** Of the running kernel. */
    private readonly kernel = release(),
  ) {}

  /**
   * One cost for each row that was asked for, also where it is not known; nothing when a newer request
   * came.
   */
  async answer(
    file: Pick<SymbolFile, 'costs'>,
    rows: readonly number[],
  ): Promise<Extract<ToSymbolsView, { type: 'costs' }> | undefined> {
    const found = await this.latest.run(signal => file.costs(rows, signal));
    if (!found) {
      return undefined;
    }
    const byRow = new Map(found.value.map(cost => [cost.index, cost]));
    const costs = rows.map(index =>
      viewCost(byRow.get(index) ?? { index, cost: 'unknown', warnings: [] }, this.kernel, this.t),
    );
    return { type: 'costs', costs };
  }

  dispose(): void {
    this.latest.cancel();
  }
}

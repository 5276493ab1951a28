import type { SymbolFile } from '../../workers/symbolClient';
import type { RowCost, SymbolPage } from '../../workers/symbolMessages';

/** Rows in sight when a list opens, and a few more. */
const IN_SIGHT = 24;
/** A wait that nobody sees, in ms. */
const UNSEEN_MS = 50;

/** Costs by the index of their rows. */
export type PickCosts = ReadonlyMap<number, RowCost>;

/**
 * Looks up what probes on a page's rows cost, first on those in sight.
 * @param show what is known so far, whenever finding out more takes its time
 */
export async function pickCosts(
  file: Pick<SymbolFile, 'costs'>,
  { rows }: Pick<SymbolPage, 'rows'>,
  signal: AbortSignal,
  show: (known: PickCosts) => void,
): Promise<PickCosts> {
  const wanted = rows.filter(row => row.uprobe.ok && !row.usdt).map(row => row.index);
  const known = new Map<number, RowCost>();
  for (const part of [wanted.slice(0, IN_SIGHT), wanted.slice(IN_SIGHT)]) {
    if (part.length > 0 && !signal.aborted) {
      // The rows are as good without their costs.
      const costs = file.costs(part, signal).catch((): readonly RowCost[] => []);
      if (!(await settlesSoon(costs))) {
        show(known);
      }
      for (const cost of await costs) {
        known.set(cost.index, cost);
      }
    }
  }
  return known;
}

function settlesSoon(work: Promise<unknown>): Promise<boolean> {
  return new Promise(resolve => {
    const timer = setTimeout(() => resolve(false), UNSEEN_MS);
    void work.then(() => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}

import type { QuickPick, QuickPickItem } from 'vscode';

/** An item that stands for a step; one without only tells. */
export type StepRow<S> = QuickPickItem & { readonly step?: S };

/** Gives a list the same steps with newer text: the one that the user went to stays active. */
export function refill<S, T extends StepRow<S>>(
  pick: Pick<QuickPick<T>, 'items' | 'activeItems'>,
  items: readonly T[],
): void {
  const step = pick.activeItems[0]?.step;
  pick.items = items;
  const same = step === undefined ? undefined : items.find(item => item.step === step);
  if (same) {
    pick.activeItems = [same];
  }
}

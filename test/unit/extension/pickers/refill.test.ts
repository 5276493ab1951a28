import { describe, expect, it } from 'vitest';
import { refill } from '../../../../src/extension/pickers/refill';

const item = (step: string | undefined, detail: string) => ({
  label: step ?? 'left out',
  detail,
  ...(step === undefined ? {} : { step }),
});
/** As VS Code does: other items, and the first of them is active. */
class FakePick {
  private all = [item('attach', ''), item('name', '')];
  activeItems: readonly ReturnType<typeof item>[] = [this.all[0]!];

  get items(): readonly ReturnType<typeof item>[] {
    return this.all;
  }
  set items(items: readonly ReturnType<typeof item>[]) {
    this.all = [...items];
    this.activeItems = items.slice(0, 1);
  }
}

describe('a list of steps that is told more', () => {
  const newer = [item('attach', 'of 3 users'), item('name', ''), item(undefined, '2')];

  it('keeps the step that the user went to', () => {
    const pick = new FakePick();
    pick.activeItems = [pick.items[1]!];
    refill(pick, newer);
    expect(pick.items).toEqual(newer);
    expect(pick.activeItems).toEqual([newer[1]]);
  });

  it('begins with the first where that step is gone, or none was active', () => {
    const pick = new FakePick();
    for (const active of [[item('cheaper', '')], [item(undefined, '')], []]) {
      pick.activeItems = active;
      refill(pick, newer);
      expect(pick.activeItems).toEqual([newer[0]]);
    }
  });
});

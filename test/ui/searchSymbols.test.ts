import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { until } from '../rigs/poll';
import { manyFunctions } from './support/manyFunctions';
import { SymbolsEditor } from './support/symbolsEditor';
import { useUi } from './support/uiTest';

const PRICE = '_ZN4shop5Order5priceEi';
const SHIP = '_RNvCs1234_4shop4ship';

describe('symbols of C++ and Rust', () => {
  const ui = useUi(() => ({ prepare: orders => manyFunctions(orders, 'mangled', [PRICE, SHIP]) }));
  const names = (): Locator => ui().workbench.webview().locator('.row .name-text');
  const shown = async (...expected: string[]): Promise<void> => {
    await until(`the table shows ${expected.join(', ')}`, async () => {
      const all = names().filter({ visible: true });
      return (await all.allInnerTexts()).sort().join('\n') === expected.sort().join('\n');
    });
  };

  it('are shown and found as they are written, with the raw name in the tooltip', async () => {
    const symbols = await SymbolsEditor.open(ui().workbench, 'mangled');
    await symbols.filterBox.fill('order::price');
    await shown('shop::Order::price(int)');
    const cell = symbols.row('shop::Order::price\\(int\\)').getByRole('gridcell').first();
    expect(await cell.getAttribute('title')).toContain(PRICE);
  });

  it('are shown as they are in the file when the box is cleared', async () => {
    const box = ui().workbench.webview().getByRole('checkbox', { name: 'Demangled' });
    await box.uncheck();
    await shown(PRICE);
    await box.check();
    await shown('shop::Order::price(int)');
  });

  it('are found by pattern, by regular expression and by their letters', async () => {
    const { filterBox } = new SymbolsEditor(ui().workbench);
    for (const text of ['shop::s*', '/^shop::\\w+$/', 'shpshp']) {
      await filterBox.fill('shop');
      await shown('shop::Order::price(int)', 'shop::ship');
      await filterBox.fill(text);
      await shown('shop::ship');
    }
    await filterBox.fill('/shop(/');
    await ui().workbench.webview().getByText('This is no regular expression').waitFor();
  });

  it('are picked by their demangled name', async () => {
    const { workbench } = ui();
    await workbench.runCommand('Probescope: Attach Uprobe…');
    await workbench.quickPick.title.filter({ hasText: 'Attach Uprobe: mangled' }).waitFor();
    await workbench.quickPick.fill('order::pr');
    const row = workbench.quickPick.row('shop::Order::price(int)');
    await row.waitFor();
    expect(await row.innerText()).toContain(PRICE);
    await workbench.quickPick.cancel();
  });
});

import { writeFile } from 'node:fs/promises';
import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { mustCommand } from '../rigs/command';
import { until } from '../rigs/poll';
import { manyFunctions } from './support/manyFunctions';
import type { OrdersWorkspace } from './support/ordersProgram';
import { SymbolsEditor } from './support/symbolsEditor';
import { useUi } from './support/uiTest';
import { usdtShop } from './support/usdtShop';

const PRICE = '_ZN4shop5Order5priceEi';
const SHIP = '_RNvCs1234_4shop4ship';

/** A function as gcc begins it for a processor that checks where calls land. */
async function pastEndbrProgram(orders: OrdersWorkspace): Promise<void> {
  const source = orders.path('past.s');
  const body = 'guarded: endbr64; push %rbp; pop %rbp; ret; .size guarded, . - guarded';
  await writeFile(source, `.text\n.globl guarded\n.type guarded,@function\n${body}\n`);
  await mustCommand(['gcc', '-nostdlib', '-Wl,-e,guarded', '-o', orders.path('past'), source]);
}

describe('symbols of C++ and Rust', () => {
  const ui = useUi(() => ({
    prepare: async orders => {
      await manyFunctions(orders, 'mangled', [PRICE, SHIP]);
      await usdtShop(orders);
      await pastEndbrProgram(orders);
    },
  }));
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

  it('are shown as they are in the file, or both ways, by choice', async () => {
    const page = ui().workbench.webview();
    const choice = page.getByRole('combobox', { name: 'Names' });
    await choice.selectOption('As in the file');
    await shown(PRICE);
    await choice.selectOption('Both');
    await shown('shop::Order::price(int)');
    await ui().workbench.page.setViewportSize({ width: 1700, height: 800 });
    await page.getByRole('gridcell', { name: PRICE, exact: true }).waitFor();
    await ui().workbench.page.setViewportSize({ width: 1280, height: 800 });
    await choice.selectOption('Demangled');
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
    // Of a function that only returns.
    await workbench.quickPick.row('~10 µs a hit').waitFor();
    await row.click();
    await workbench.quickPick.title
      .filter({ hasText: 'uprobe: shop::Order::price(int)' })
      .waitFor();
    await workbench.quickPick.row('Attach to Order::price').waitFor();
    await workbench.quickPick.cancel();
  });

  it('come with USDT probes, which are found, turned on and counted at all their sites', async () => {
    const { workbench, orders, kernel, probes } = ui();
    const { quickPick, page } = workbench;
    const symbols = await SymbolsEditor.open(workbench, 'shop');
    await symbols.filter('shop:');
    expect(await symbols.row('shop:order').innerText()).toContain('USDT');
    await workbench.runCommand('Probescope: Attach Uprobe…');
    await quickPick.title.filter({ hasText: 'Attach Uprobe: shop' }).waitFor();
    await quickPick.fill('shop:pa');
    await quickPick.row('USDT · 2 sites · argument arg1 · semaphore').waitFor();
    await page.keyboard.press('Enter');
    await quickPick.row('Attach to shop:paid').waitFor();
    const [attach, , line] = await quickPick.texts();
    expect(attach).toContain('2 sites · argument arg1 · semaphore');
    expect(attach).toContain('arg2: left out, it is not the same at all sites');
    expect(line).toMatch(/p:shop_paid \S+\/shop:0x\w+\(0x\w+\) arg1=%di:s32/);
    await page.keyboard.press('Enter');

    await probes.show();
    await workbench.tree.find(/^\s*shop:paid/);
    expect(await mustCommand([orders.path('shop'), '8'])).toBe('on 0 semaphores 0 2\n');
    // Half of the rounds come by both sites.
    expect(await probes.hitsAbove(11, 'shop:paid')).toBe(12);
    expect(await kernel.lines()).toHaveLength(2);
    await symbols.marked('shop:paid', /^12 hits$/);

    await symbols.attach('shop:order', 'Attach Uprobe');
    await workbench.tree.find(/^\s*shop:order/);
    expect(await mustCommand([orders.path('shop'), '8'])).toBe('on 8 semaphores 1 2\n');
    await probes.hitsAbove(7, 'shop:order');
  });

  it('are probed past their endbr64 from the menu, and marked as probed', async () => {
    const { workbench, kernel, orders } = ui();
    const symbols = await SymbolsEditor.open(workbench, 'past');
    const row = symbols.row('guarded');
    await row
      .locator('.cost')
      .getByTitle('past endbr64: ~1 µs')
      .or(row.getByText('~10 µs'))
      .waitFor();
    await workbench.menu.chooseOn(row, 'Attach Past endbr64 (~1 µs a Hit)');
    await workbench.quickPick.choose('Attach to guarded');
    await symbols.marked('guarded', /hits|armed/);
    const offset = BigInt(`0x${await orders.offset('guarded', orders.path('past'))}`) + 4n;
    const lines = (await kernel.lines()).filter(line => line.includes('guarded'));
    expect(lines.map(line => BigInt(/:(0x\w+)/.exec(line.split(' ')[1] ?? '')?.[1] ?? 0))).toEqual([
      offset,
    ]);
  });
});

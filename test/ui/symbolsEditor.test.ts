import { AxeBuilder } from '@axe-core/playwright';
import { appendFile } from 'node:fs/promises';
import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { until } from '../rigs/poll';
import type { Workbench } from '../rigs/vscode/workbench';
import { manyFunctions } from './support/manyFunctions';
import { SymbolsEditor } from './support/symbolsEditor';
import { useUi } from './support/uiTest';

/** More rows than fit below the height that browsers give an element without scaling. */
const MANY = 400_000;
const THEMES = ['Dark Modern', 'Light Modern', 'Dark High Contrast', 'Light High Contrast'];
const MENU = [
  'Attach Uprobe',
  'Attach Return Probe',
  'Attach Both',
  'Go to Source',
  'Copy Name',
  'Copy Definition',
];

/** The row that has the focus. */
const focused = (workbench: Workbench): Locator => workbench.webview().locator('.row:focus');

describe('the symbols editor', () => {
  const ui = useUi();

  it('opens its context menu by the keyboard too, and has the focus back after it', async () => {
    const { workbench } = ui();
    const symbols = await SymbolsEditor.open(workbench, 'orders');
    await symbols.row('price_order').click();
    for (const key of ['Shift+F10', 'ContextMenu']) {
      await workbench.page.keyboard.press(key);
      await until('the menu is ours', async () => (await workbench.menu.labels()).length > 0);
      expect(await workbench.menu.labels()).toEqual(MENU);
      await workbench.menu.close();
      await until(
        'the row has the focus',
        async () => /price_order/.test(await focused(workbench).innerText()),
        10_000,
      );
    }
  });

  it('copies all selected rows', async () => {
    const { workbench, orders } = ui();
    const symbols = new SymbolsEditor(workbench);
    await symbols.row('price_order').click();
    await symbols.row('ship').click({ modifiers: ['ControlOrMeta'] });
    await workbench.menu.chooseOn(symbols.row('ship'), 'Copy Definition');
    const lines = await Promise.all(
      ['price_order', 'ship'].map(
        async name => `p:${name} ${orders.program}:0x${await orders.offset(name)}`,
      ),
    );
    await until(
      'the lines are on the clipboard',
      async () => (await workbench.clipboard()) === lines.join('\n'),
    );
  });

  it('selects by keys, says how many, and keeps them selected when it is sorted', async () => {
    const { workbench } = ui();
    const { keyboard } = workbench.page;
    const page = workbench.webview();
    const symbols = new SymbolsEditor(workbench);
    const chosen = page.locator('.row[aria-selected=true] .name-text').filter({ visible: true });
    const selected = page.getByRole('status').filter({ hasText: /^[\d,]+ selected$/ });
    await symbols.filterBox.fill('/^(main|price_order|reserve_stock|ship)$/');
    const rows = page.getByRole('grid').and(page.locator('[aria-rowcount="5"]'));
    await rows.waitFor();
    await keyboard.press('ArrowDown');
    await keyboard.press('Shift+ArrowDown');
    await keyboard.press('Shift+ArrowDown');
    await selected.filter({ hasText: /^3 selected$/ }).waitFor();
    const names = (await chosen.allInnerTexts()).sort();
    for (const sorted of ['ascending', 'descending', 'none']) {
      const header = page.getByRole('columnheader', { name: 'Size' });
      await header.getByRole('button').click();
      await until(
        `the size is sorted: ${sorted}`,
        async () => (await header.getAttribute('aria-sort')) === sorted,
      );
      await until(
        'the same rows are selected',
        async () => (await chosen.allInnerTexts()).sort().join() === names.join(),
      );
    }
    await page.getByRole('button', { name: 'Attach to 3…' }).waitFor();
    await symbols.row('price_order').click();
    await selected.waitFor({ state: 'detached' });
    await keyboard.press('ControlOrMeta+a');
    await selected.filter({ hasText: /^4 selected$/ }).waitFor();
    await keyboard.press('Shift+Tab');
    await page.locator('[role=columnheader] :focus').waitFor();
    await keyboard.press('Tab');
    await keyboard.press('Escape');
    await selected.waitFor({ state: 'detached' });
    await symbols.row('price_order').and(focused(workbench)).waitFor();
  });

  it('says what a hit costs', async () => {
    const cost = new SymbolsEditor(ui().workbench).row('price_order').locator('.cost-text');
    await cost.filter({ hasText: /^~10? µs$/ }).waitFor();
  });

  it('is reached and left by the keyboard alone', async () => {
    const { workbench } = ui();
    const { keyboard } = workbench.page;
    const symbols = new SymbolsEditor(workbench);
    const element = workbench.webview().locator(':focus');
    const name = async (): Promise<string> =>
      (await element.getAttribute('aria-label')) ?? (await element.innerText());
    const reached: string[] = [];
    await symbols.filterBox.focus();
    while (reached.length < 12 && (await focused(workbench).count()) === 0) {
      await keyboard.press('Tab');
      reached.push(await name());
    }
    expect(reached).toEqual(expect.arrayContaining(['Names', 'Name', 'Offset', 'Size', 'Section']));
    expect(await focused(workbench).getAttribute('aria-selected')).toBe('true');
    await keyboard.press('Shift+Tab');
    await workbench.webview().locator('[role=columnheader] :focus').waitFor();
  });

  it('opens the library that has what is called from here', async () => {
    const { workbench } = ui();
    const symbols = new SymbolsEditor(workbench);
    await symbols.filter('nanosleep');
    const row = symbols.row('nanosleep');
    await row.getByText('import from libc.so.6').waitFor();
    await workbench.menu.open(row);
    expect(await workbench.menu.labels()).toEqual(['Open There', 'Copy Name']);
    await workbench.menu.close();
    await row.and(focused(workbench)).waitFor();
    await workbench.page.keyboard.press('Enter');
    await workbench.tab('libc.so.6').waitFor();
    const there = new SymbolsEditor(workbench).row('nanosleep').and(focused(workbench));
    await there.waitFor({ timeout: 20_000 });
    expect(await there.innerText()).toContain('0x');
    await workbench.tab('orders').click();
    await row.waitFor();
    await symbols.filter('');
  });

  it('keeps its filter while its tab is hidden', async () => {
    const { workbench, orders } = ui();
    await new SymbolsEditor(workbench).filter('reserve');
    await orders.copy('other');
    await SymbolsEditor.open(workbench, 'other');
    await workbench.tab('orders').click();
    const symbols = new SymbolsEditor(workbench);
    await symbols.row('reserve_stock').waitFor();
    expect(await symbols.filterBox.inputValue()).toBe('reserve');
    await symbols.filter('');
  });

  it('says when the file changed, and reads it again', async () => {
    const { workbench, orders } = ui();
    const symbols = await SymbolsEditor.open(workbench, 'other');
    await symbols.row('ship').waitFor();
    await appendFile(orders.path('other'), 'more');
    const banner = workbench.webview().getByText('This file has changed on disk');
    await banner.waitFor({ timeout: 15_000 });
    await workbench.webview().getByRole('button', { name: 'Reload' }).click();
    await banner.waitFor({ state: 'hidden' });
    await symbols.row('ship').waitFor();
  });

  it.each(THEMES)('is accessible in %s', async theme => {
    const { workbench } = ui();
    await workbench.runCommand('Preferences: Color Theme');
    await workbench.quickPick.fill(theme);
    await workbench.quickPick.row(theme).waitFor();
    await workbench.page.keyboard.press('Enter');
    const kind = theme.includes('Contrast') ? 'vscode-high-contrast' : 'vscode-(dark|light)';
    const symbols = new SymbolsEditor(workbench);
    await until(`the page is in ${theme}`, async () =>
      new RegExp(`(^| )${kind}`).test((await symbols.body.getAttribute('class')) ?? ''),
    );
    // The count and the button of a selection too.
    await symbols.row('ship').click();
    await workbench.page.keyboard.press('ControlOrMeta+a');
    await workbench.webview().getByRole('button', { name: 'Attach to' }).waitFor();
    const frame = ['iframe.webview.ready', '#active-frame', 'main'];
    const { violations, passes } = await new AxeBuilder({ page: workbench.page })
      .include(frame)
      .analyze();
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join()}`),
    ).toEqual([]);
    expect(passes.length).toBeGreaterThan(5);
    await workbench.screenshot(`symbols-${theme.toLowerCase().replaceAll(' ', '-')}`);
  });

  it('reaches both ends of very many rows', { timeout: 120_000 }, async () => {
    const { workbench, orders } = ui();
    const names = Array.from({ length: MANY }, (_, index) => `f${index}`);
    await manyFunctions(orders, 'many', names);
    const symbols = await SymbolsEditor.open(workbench, 'many');
    const first = symbols.row('f0');
    await first.click({ timeout: 30_000 });
    const rowCount = Number(
      await workbench.webview().getByRole('grid').getAttribute('aria-rowcount'),
    );
    expect(rowCount).toBeGreaterThan(MANY);
    await workbench.page.keyboard.press('End');
    await until(
      'the last row has the focus',
      async () => Number(await focused(workbench).getAttribute('aria-rowindex')) === rowCount,
    );
    await workbench.page.keyboard.press('Home');
    await first.and(focused(workbench)).waitFor();
    // A turn of the wheel is some rows, not some thousands.
    await first.hover();
    await workbench.page.mouse.wheel(0, 440);
    await symbols.row('f20').waitFor();
    await symbols.filter(`f${MANY - 1}`);
    await symbols.row(`f${MANY - 1}`).waitFor({ timeout: 15_000 });
  });
});

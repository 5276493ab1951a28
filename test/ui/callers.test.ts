import { AxeBuilder } from '@axe-core/playwright';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EXAMPLE } from '../../scripts/example.mjs';
import { until } from '../rigs/poll';
import { livePage } from './support/livePage';
import { SymbolsEditor } from './support/symbolsEditor';
import { useUi } from './support/uiTest';

describe('who called', () => {
  const ui = useUi();

  it('is a column, is counted, and leads to the line that called', async () => {
    const { workbench, orders, probes } = ui();
    await orders.run();
    const symbols = await SymbolsEditor.open(workbench, 'orders');
    await symbols.attach('price_order', 'Attach Uprobe');
    await probes.show();
    await probes.hitsAbove(0, 'price_order');
    await workbench.menu.chooseOn(probes.row('price_order'), 'Record Stacks');
    await workbench.tree.find(/with stacks/);
    await workbench.runCommand('View: Close All Editors');
    await workbench.runCommand('Probescope: Show Live Events');
    const page = await livePage(workbench);
    const row = page.locator('.rows-layer .event-row:not([hidden])').first();
    await until('the caller has its name', async () =>
      /handle_order\+0x[0-9a-f]+ \(orders\)/.test(await row.innerText()),
    );

    await row.click();
    const aside = page.locator('aside');
    await until('the stack of the call is there', async () =>
      /Stack of the program\s+(1\.\s*)?price_order\+0x0 \(orders\) orders\.c:\d+\s+(2\.\s*)?handle_order\+/.test(
        await aside.innerText(),
      ),
    );
    await page.getByRole('button', { name: 'Stacks', exact: true }).click();
    const tree = page.getByRole('tree', { name: 'Stacks of price_order' });
    const root = tree.getByRole('treeitem', {
      name: /^price_order \(orders\), [\d,]+ calls, 100%$/,
    });
    await root.waitFor();
    await root.focus();
    await workbench.page.keyboard.press('ArrowDown');
    const focused = page.locator('[role=treeitem]:focus');
    await until('the caller is beneath', async () =>
      /^handle_order \(orders\), .*100%/.test((await focused.getAttribute('aria-label')) ?? ''),
    );
    await workbench.screenshot('stacks');
    const frame = ['iframe.webview.ready', '#active-frame', '.stacks'];
    const { violations, passes } = await new AxeBuilder({ page: workbench.page })
      .include(frame)
      .analyze();
    expect(passes.length).toBeGreaterThan(5);
    expect(violations).toEqual([]);
    await page.getByRole('button', { name: 'Stacks', exact: true }).click();

    await aside.getByRole('button', { name: 'Go to Call Site' }).click();
    await workbench.page.locator('.tab.active', { hasText: 'orders.c' }).waitFor();
    await workbench.runCommand('View: Close All Editors');
    // From the count of a caller, by keyboard.
    await page
      .getByRole('region', { name: 'Caller' })
      .getByRole('button', { name: 'Go to Call Site' })
      .press('Enter');
    await workbench.page.locator('.tab.active', { hasText: 'orders.c' }).waitFor();
    const source = (await readFile(join(EXAMPLE, 'orders.c'), 'utf8')).split('\n');
    const line = 1 + source.findIndex(text => text.includes('= price_order('));
    await workbench.page
      .locator('.statusbar-item', { hasText: new RegExp(`^\\s*Ln ${line}, Col`) })
      .waitFor();
    await probes.show();
    await workbench.runCommand('Probescope: Remove All');
    await workbench.tree.gone('price_order');
  });
});

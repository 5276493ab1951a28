import { describe, expect, it } from 'vitest';
import { until } from '../rigs/poll';
import { SymbolsEditor } from './support/symbolsEditor';
import { useUi } from './support/uiTest';

/** What the pictures of the README show, without what differs from one machine to the next. */
const SETTINGS = {
  'workbench.colorTheme': 'Dark Modern',
  'window.title': '${activeEditorShort}',
  'breadcrumbs.enabled': false,
};
const COUNTED = /[\d,]+ hits · \d+\/s/;

/** Run in the window: whether its storage names extensions that are disabled. */
const IS_DISABLING_STORED = `(async () => {
  const done = request =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  for (const { name } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name));
    try {
      if (database.objectStoreNames.contains('ItemTable')) {
        const items = database.transaction('ItemTable').objectStore('ItemTable');
        const disabled = await done(items.get('extensionsIdentifiers/disabled'));
        if (String(disabled).includes('probescope')) {
          return true;
        }
      }
    } finally {
      database.close();
    }
  }
  return false;
})()`;

describe('several probes at once', () => {
  const ui = useUi(() => ({ settings: SETTINGS }));

  it('each count by themselves, in the view and in the symbols', async () => {
    const { workbench, orders, kernel, probes } = ui();
    const { page, menu, tree } = workbench;
    await page.setViewportSize({ width: 1180, height: 520 });
    await workbench.widenSideBar(60);
    await orders.run();
    const symbols = await SymbolsEditor.open(workbench, 'orders');
    await symbols.attach('handle_order', 'Attach Uprobe');
    await symbols.attach('price_order', 'Attach Uprobe');
    await symbols.attach('reserve_stock', 'Attach Return Probe');
    await probes.show();
    await symbols.probeableOnly();
    await symbols.filter('');

    for (const label of ['handle_order', 'price_order', 'reserve_stock']) {
      await symbols.marked(label, /^(↩ )?[\d,]+ hits$/);
      expect(await tree.find(new RegExp(`^\\s*${label}.*hits · \\d+/s`))).toMatch(COUNTED);
    }
    expect(await tree.find(/orders.*this window · 3 probes/)).toBeTruthy();
    await workbench.status(/3 probes · \d+\/s/).waitFor();
    expect(await kernel.lines()).toHaveLength(3);

    await menu.open(symbols.row('ship'));
    expect(await menu.labels()).toContain('Attach Uprobe');
    await workbench.screenshot('firstPath');
    await menu.close();
    const tooltip = await probes.tooltip('reserve_stock', 'return', async () => {
      await workbench.screenshot('probesView', { x: 0, y: 30, width: 760, height: 460 });
    });
    expect(tooltip).toContain('probe on return');
  });

  it('are one event, when several rows are chosen', async () => {
    const { workbench, kernel, probes } = ui();
    const { quickPick, tree } = workbench;
    const symbols = await SymbolsEditor.open(workbench, 'orders');
    await symbols.filter('');
    await symbols.row('handle_order').click();
    await symbols.row('price_order').click({ modifiers: ['Control'] });
    await symbols.row('ship').click({ modifiers: ['Control'] });
    await workbench.menu.chooseOn(symbols.row('ship'), 'Attach Uprobe');

    const attach = quickPick.row('Attach to 3 Functions');
    await attach.waitFor();
    expect(await attach.innerText()).toMatch(
      /\d at ~10? µs a hit.* · All processes that run orders/,
    );
    await workbench.screenshot('confirmMany');
    await quickPick.choose('Set Filter');
    await quickPick.title.filter({ hasText: 'Filter of 3 functions of orders' }).waitFor();
    await quickPick.choose('Capture Hits Only If', 'common_pid == abc');
    await quickPick.row('Captured only if common_pid == abc').waitFor();
    await attach.click();
    // The kernel does not take it: it is corrected where it was typed, and nothing is attached meanwhile.
    await quickPick.row(/The kernel, at abc: .*common_pid == ▸abc◂/s).waitFor();
    expect(await quickPick.input.inputValue()).toBe('common_pid == abc');
    expect(await kernel.events('_3_functions_of_orders')).toEqual([]);
    await workbench.screenshot('refusedFilter');
    await quickPick.choose('Attach, and Capture Hits Only If', 'common_pid > 0');

    await probes.show();
    await probes.hitsAbove(3, '3 functions of orders');
    const lines = (await kernel.lines()).filter(line => line.includes('/_3_functions_of_orders'));
    expect(new Set(lines.map(line => line.split(' ')[0])).size).toBe(1);
    expect(lines).toHaveLength(3);

    await probes.row('3 functions of orders').locator('.monaco-tl-twistie').click();
    await tree.find(/^\s*handle_order\s*[\d,]+ hits\s*$/);
    await workbench.screenshot('severalFunctions');
    await workbench.menu.chooseOn(probes.row('3 functions of orders'), 'Remove');
    await until('the event is gone with all its places', async () => {
      const left = await kernel.lines();
      return left.every(line => !line.includes('/_3_functions_of_orders'));
    });
  });

  it('are one event, when a pattern in the picker finds them', async () => {
    const { workbench, kernel, probes } = ui();
    const { page, quickPick } = workbench;
    await workbench.tab('orders').click();
    await workbench.runCommand('Probescope: Attach Uprobe…');
    await quickPick.fill('*_order');
    await quickPick.choose('Attach to all 2 of them');
    await quickPick.row('Attach to 2 Functions').waitFor();
    await page.keyboard.press('Enter');
    await probes.show();
    await probes.hitsAbove(3, '*_order');
    const lines = (await kernel.lines()).filter(line => line.includes('/_order_'));
    expect(lines).toHaveLength(2);
  });

  it('are gone, and their capture, when the extension is disabled', async () => {
    const { workbench, kernel } = ui();
    await workbench.runCommand('Probescope: Show Live Events');
    await until('events are captured', async () => (await kernel.inInstance('tracing_on')) === '1');
    await workbench.runCommand('Extensions: Disable All Installed Extensions');
    // VS Code in a browser writes it down seconds later; a reload before that forgets it.
    await until('it is written down', () => workbench.page.evaluate(IS_DISABLING_STORED), 30_000);
    await workbench.reload();
    await kernel.nothingLeft();
    const view = workbench.page
      .locator('.part.activitybar')
      .getByRole('tab', { name: 'Probescope' });
    // What the window remembers is shown until it knows which extensions there are.
    await until('its view is gone too', async () => (await view.count()) === 0);
  });
});

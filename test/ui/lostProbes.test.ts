import { describe, expect, it } from 'vitest';
import { until } from '../rigs/poll';
import { Workbench } from '../rigs/vscode/workbench';
import { SymbolsEditor } from './support/symbolsEditor';
import { useUi } from './support/uiTest';

describe('probes that the kernel has no longer', () => {
  const ui = useUi();

  it('stay in sight when the helper is stopped, with what to do', async () => {
    const { workbench, orders, kernel, probes } = ui();
    await orders.run();
    const symbols = await SymbolsEditor.open(workbench, 'orders');
    await symbols.attach('price_order', 'Attach Uprobe');
    await symbols.attach('ship', 'Attach Uprobe');
    await probes.show();
    await probes.hitsAbove(0, 'ship');
    await workbench.runCommand('Probescope: Stop Helper');
    await workbench.tree.find(/^\s*price_order\s*lost/);
    await workbench.tree.find(/^\s*ship\s*lost/);
    await workbench.page.getByText('No helper runs, so these are not in the kernel').waitFor();
    expect(await kernel.all()).toEqual([]);
    await workbench.screenshot('lost-rows');
  });

  it('are made again one by one, or all, and taken off the list without a helper', async () => {
    const { workbench, kernel, probes } = ui();
    await workbench.tree.press(/^\s*price_order/, 'Start');
    await probes.hitsAbove(0, 'price_order');
    expect(await kernel.lines()).toHaveLength(1);
    await workbench.status('1 probe').waitFor();
    await workbench.page.getByRole('button', { name: 'Re-create Probes' }).click();
    await probes.hitsAbove(0, 'ship');
    expect(await kernel.lines()).toHaveLength(2);

    await workbench.runCommand('Probescope: Stop Helper');
    // Also where the helper has not stopped yet.
    await workbench.tree.press(/^\s*ship/, 'Remove');
    await workbench.tree.gone(/^\s*ship/);
    await workbench.status('Probes off').waitFor();
    await workbench.runCommand('Probescope: Re-create Probes');
    await probes.hitsAbove(0, 'price_order');
    expect(await kernel.lines()).toHaveLength(1);
  });

  it('of a rebuilt program say so, tell why they are silent, and are re-armed', async () => {
    const { workbench, orders, kernel, probes } = ui();
    await orders.rebuild();
    await workbench.tree.find(/^\s*price_order\s*stale: rebuilt \d\d:\d\d · [\d,]+ hits/);
    const question = 'orders was rebuilt since a probe was set, so it no longer fires.';
    await workbench.toast(question).waitFor({ timeout: 20_000 });
    await workbench.screenshot('stale');
    await workbench.answerToast(question, 'Details');
    const why = await workbench.answerModal('Re-arm');
    expect(why).toMatch(/Why is price_order silent\?[^]*its path leads to inode \d+ now/);
    await workbench.tree.gone('stale');
    await orders.run();
    await probes.hitsAbove(0, 'price_order');
    expect(await kernel.lines()).toHaveLength(1);
  });

  it('in a file that nobody runs say so, and are stopped at once when it is written over', async () => {
    const { session, workbench, orders, kernel, probes } = ui();
    await session.setMachineSettings({ 'probescope.probes.rearm': 'never' });
    const resting = await orders.copy('resting');
    const symbols = await SymbolsEditor.open(workbench, 'resting');
    await symbols.attach('reserve_stock', 'Attach Uprobe');
    await probes.show();
    await workbench.tree.find(/^\s*reserve_stock\s*no process( of yours)? runs this file · 0 hits/);
    await workbench.tree.choose(/^\s*reserve_stock/, 'Why Is It Silent?');
    expect(await workbench.answerModal('OK')).toContain('Start the program');
    const before = await kernel.event('reserve_stock');
    await orders.overwrite(resting);
    await workbench.tree.find(/^\s*reserve_stock\s*stale: overwritten · stopped/);
    await workbench.answerToast(
      'resting was written over while a probe was set in it. It is stopped',
    );
    await workbench.screenshot('overwritten');
    await workbench.tree.press(/^\s*reserve_stock/, 'Re-arm');
    await workbench.tree.gone('stale');
    expect(await kernel.events('reserve_stock')).not.toEqual([before]);
    await orders.run(resting);
    await probes.hitsAbove(0, 'reserve_stock');
    await workbench.tree.press(/^\s*reserve_stock/, 'Remove');
    await workbench.tree.gone('reserve_stock');
  });

  it('are re-armed by themselves where the setting says so', async () => {
    const { session, workbench, orders, kernel, probes } = ui();
    await session.setMachineSettings({ 'probescope.probes.rearm': 'auto' });
    const before = await kernel.event('price_order');
    await orders.rebuild();
    await until('it is another event', async () => {
      const events = await kernel.events('price_order');
      return events.length === 1 && events[0] !== before;
    });
    await workbench.status('Re-armed 1 probe').waitFor();
    await orders.run();
    await probes.hitsAbove(0, 'price_order');
    expect(await kernel.lines()).toHaveLength(1);
  });

  it('of a window that lives are not offered to another window on the folder', async () => {
    const { session, workbench, orders, kernel } = ui();
    // A tab of the same browser, with which it shares what VS Code keeps of the folder.
    const page = await workbench.page.context().newPage();
    const other = new Workbench(page, 'other');
    await other.open(session.server.url, orders.folder);
    await other.showContainer('Probescope');
    await other.status('Probes off').waitFor();
    await page.locator('.part.sidebar').getByText('See how often any function runs').waitFor();
    expect(await other.toast('before it was reloaded').count()).toBe(0);
    expect(await other.tree.texts()).toEqual([]);
    await page.goto('about:blank');
    await page.close();
    expect(await kernel.events('price_order')).toHaveLength(1);
  });

  it('of a window that is reloaded are offered to it', async () => {
    const { workbench, kernel, probes } = ui();
    await workbench.reload();
    await workbench.answerToast('This window had 1 probe before it was reloaded', 'Discard');
    await probes.show();
    await until('the list is empty', async () => (await workbench.tree.texts()).length === 0);
    await kernel.nothingLeft();
  });
});

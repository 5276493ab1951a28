import { describe, expect, it } from 'vitest';
import { until } from '../rigs/poll';
import { ForeignProbe } from './support/foreignProbe';
import { manyFunctions } from './support/manyFunctions';
import { ProbesTree } from './support/probesTree';
import { SymbolsEditor } from './support/symbolsEditor';
import { useUi } from './support/uiTest';

/** Enough for their removal to take longer than half a second: the kernel waits a grace period for each. */
const STEPS = Array.from({ length: 60 }, (_, index) => `step_${index}`);

describe('the Probes view', () => {
  const ui = useUi(() => ({ prepare: orders => manyFunctions(orders, 'steps', STEPS) }));

  it('stops, starts and removes the probes of a file together', async () => {
    const { workbench, orders, kernel, probes } = ui();
    await orders.run();
    const symbols = await SymbolsEditor.open(workbench, 'orders');
    for (const name of ['price_order', 'ship', 'handle_order']) {
      await symbols.attach(name, 'Attach Uprobe');
      await symbols.marked(name, /hit|armed/);
    }
    await probes.show();
    await workbench.tree.find(/^\s*orders\s*events of my processes · this window · 3 probes/);
    await workbench.tree.press(/^\s*orders.*this window/, 'Stop All');
    await until('all are stopped', async () => (await stoppedRows()) === 3);
    const event = await kernel.event('price_order');
    const stopped = await kernel.hits(event);
    await workbench.tree.press(/^\s*orders.*this window/, 'Start All');
    await until('all are armed', async () => (await stoppedRows()) === 0);
    await probes.hitsAbove(stopped, 'price_order');
    await workbench.tree.press(/^\s*orders.*this window/, 'Remove Group');
    await workbench.tree.gone('this window');
    expect(await kernel.lines()).toEqual([]);

    async function stoppedRows(): Promise<number> {
      return (await workbench.tree.texts()).filter(text => text.includes('stopped')).length;
    }
  });

  it('shows other tools’ probes, and has no button to change them', async () => {
    const { workbench, orders, kernel } = ui();
    const offset = await orders.offset('main');
    const foreign = await ForeignProbe.make('ui_foreign/theirs', orders.program, offset);
    try {
      await workbench.runCommand('Probescope: Refresh');
      await workbench.tree.find(/Other tools' probes \(\d+\)\s*read-only/);
      await workbench.tree.expand(/Other tools' probes/);
      await workbench.tree.find(/^\s*theirs\s*ui_foreign/);
      const row = workbench.tree.row(/^\s*theirs\s*ui_foreign/);
      expect(await row.locator('.actions .action-label').count()).toBe(0);
      expect(await row.locator('.monaco-custom-toggle').count()).toBe(0);
      expect(await kernel.lines()).toEqual([]);
    } finally {
      await foreign.remove();
    }
    await workbench.runCommand('Probescope: Refresh');
    await workbench.tree.gone(/^\s*theirs\s*ui_foreign/);
  });

  it('removes all', async () => {
    const { workbench, kernel, probes } = ui();
    const symbols = new SymbolsEditor(workbench);
    await symbols.attach('price_order', 'Attach Uprobe');
    await probes.hitsAbove(0, 'price_order');
    await symbols.attach('price_order', 'Attach Return Probe');
    await probes.hitsAbove(0, 'price_order', 'return');
    await workbench.runCommand('Probescope: Remove All');
    await workbench.tree.gone('price_order');
    expect(await kernel.lines()).toEqual([]);
  });

  it('stops a probe that is hit more often than it may be, says why, and starts it anyway', async () => {
    const { session, workbench, probes } = ui();
    await session.setMachineSettings({ 'probescope.probes.maxHitsPerSecond': 20 });
    await new SymbolsEditor(workbench).attach('price_order', 'Attach Uprobe');
    expect(await workbench.answerToast('times a second', 'Keep Stopped')).toMatch(
      /^price_order is hit \d+ times a second, about 0\.\d+ % of a CPU: it was stopped\.$/,
    );
    await probes.show();
    await workbench.tree.find(/^\s*price_order\s*stopped: over budget · \d+ hits?/);
    await workbench.screenshot('over budget');
    await workbench.tree.press(/^\s*price_order/, 'Start');
    await workbench.answerToast('times a second', 'Start Anyway');
    const hits = (await probes.shownHits('price_order')) ?? 0;
    await probes.hitsAbove(hits + 30, 'price_order');
    await session.setMachineSettings({});
    await workbench.tree.press(/^\s*price_order/, 'Remove');
    await workbench.tree.gone('price_order');
  });

  it('shows whose calls a probe counts, as they come', async () => {
    const { workbench, orders, probes } = ui();
    const other = await orders.run();
    await new SymbolsEditor(workbench).attach('price_order', 'Attach Uprobe');
    await probes.hitsAbove(0, 'price_order');
    await workbench.menu.chooseOn(probes.row('price_order'), 'Hits by Process');
    const { quickPick } = workbench;
    const row = quickPick.row(`orders (${other})`);
    await until('its hits are counted', async () =>
      /[1-9]\d+ hits · \d+\/s/.test(await row.innerText()),
    );
    expect(await quickPick.title.innerText()).toBe('Hits by Process: price_order, in my processes');
    expect(await quickPick.rows.count()).toBe(2);
    expect(await quickPick.input.getAttribute('placeholder')).toMatch(
      /^since .* · \d+ hits · 2 processes · nothing lost$/,
    );
    await workbench.screenshot('hits by process');
    await quickPick.cancel();
    await workbench.tree.press(/^\s*price_order/, 'Remove');
    await workbench.tree.gone('price_order');
  });

  it('takes a filter, completed and refused in the kernel’s words, and events of chosen processes', async () => {
    const { workbench, orders, kernel, probes } = ui();
    const [chosen, other] = [await orders.run(), await orders.run()];
    await new SymbolsEditor(workbench).attach('price_order', 'Attach Uprobe');
    await probes.hitsAbove(0, 'price_order');
    await workbench.menu.chooseOn(probes.row('price_order'), 'Set Filter…');
    const { quickPick } = workbench;
    await quickPick.fill('com');
    await quickPick.choose(/^comm$/);
    await until('it is completed', async () => (await quickPick.input.inputValue()) === 'comm ');
    await quickPick.fill('comm ~ orders');
    await quickPick.choose('Capture Hits Only If');
    await quickPick
      .row('The kernel, at orders: Invalid value (did you forget quotes)?')
      .waitFor({ timeout: 10_000 });
    await workbench.screenshot('filter refused');
    await quickPick.fill('comm ~ "orders"');
    await quickPick.choose('Capture Hits Only If');
    await workbench.tree.find(/^\s*price_order.* · if comm ~ "orders"/);
    const event = await kernel.event('price_order');
    expect(await kernel.inInstance('events', event, 'filter')).toBe('comm ~ "orders"');

    const threads = async (): Promise<string[]> =>
      (await kernel.inInstance('set_event_pid')).split('\n');
    expect(await threads()).toEqual(expect.arrayContaining([`${chosen}`, `${other}`]));
    await workbench.tree.find(/^\s*orders\s*events of my processes · this window · 1 probe/);
    await workbench.runCommand('Probescope: Choose Processes…');
    await quickPick.choose('Choose From the List…');
    await quickPick.choose(`${chosen} ·`, `${chosen}`);
    await workbench.screenshot('processes chosen');
    await quickPick.input.press('Enter');
    await workbench.tree.find(
      new RegExp(`events of orders \\(${chosen}\\) · this window · 1 probe`),
    );
    const named = await threads();
    expect([named.includes(`${chosen}`), named.includes(`${other}`)]).toEqual([true, false]);
    await workbench.runCommand('Probescope: Choose Processes…');
    await quickPick.choose('My Processes');
    await workbench.tree.find(/events of my processes · this window · 1 probe/);
    expect(await threads()).toContain(`${other}`);
    await workbench.runCommand('Probescope: Remove All');
    await workbench.tree.gone('price_order');
  });

  it('counts right in two windows that probe one function, and one that closes takes its own', async () => {
    const { session, workbench, kernel, probes } = ui();
    await new SymbolsEditor(workbench).attach('price_order', 'Attach Uprobe');
    await probes.hitsAbove(10, 'price_order');
    const first = await kernel.event('price_order');

    const other = await session.openWindow();
    const otherProbes = new ProbesTree(other);
    const symbols = await SymbolsEditor.open(other, 'orders');
    await symbols.attach('price_order', 'Attach Uprobe');
    await otherProbes.show();
    const shown = await otherProbes.hitsAbove(10, 'price_order');
    const [second = ''] = (await kernel.events('price_order')).filter(event => event !== first);
    expect(second.split('/')[0]).not.toBe(first.split('/')[0]);
    const [before, hits] = [await kernel.hits(first), await kernel.hits(second)];
    expect(hits).toBeGreaterThanOrEqual(shown);
    // The first has counted from earlier on.
    expect(before).toBeGreaterThan(hits);
    await probes.hitsAbove(before, 'price_order');

    await session.closeWindow(1);
    await until('the other window’s probe is gone', async () =>
      (await kernel.events('price_order')).every(event => event === first),
    );
    await probes.hitsAbove(before + 50, 'price_order');
    await workbench.tree.press(/^\s*price_order/, 'Remove');
    await workbench.tree.gone('price_order');
  });

  it('attaches many as separate probes, and says so while many are removed', async () => {
    const { workbench, kernel } = ui();
    const symbols = await SymbolsEditor.open(workbench, 'steps');
    await symbols.probeableOnly();
    await symbols.row('step_0').click();
    await workbench.page.keyboard.press('Shift+End');
    await workbench.menu.chooseOn(symbols.row('step_59'), 'Attach Uprobe');
    await workbench.quickPick.choose('Attach as 60 Separate Probes');
    await workbench.status('60 probes').waitFor();
    // What others remove while the file is read shifts its lines past the reader.
    await until('the kernel lists all', async () => (await kernel.lines()).length === 60);
    await workbench.runCommand('Probescope: Remove All');
    await workbench.status('Removing 60 probes').waitFor();
    await workbench.screenshot('removing');
    await workbench.status('0 probes').waitFor();
    await workbench.status('Removing 60 probes').waitFor({ state: 'detached' });
    expect(await kernel.lines()).toEqual([]);
  });
});

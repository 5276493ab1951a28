import { describe, expect, it } from 'vitest';
import { until } from '../rigs/poll';
import { SymbolsEditor } from './support/symbolsEditor';
import { useUi } from './support/uiTest';

describe('from a click to a live probe, and back', () => {
  const ui = useUi();

  it('attaches by right-click on a symbol, counts, stops, starts and removes', async () => {
    const { workbench, orders, kernel, probes } = ui();
    await orders.run();
    const symbols = await SymbolsEditor.open(workbench, 'orders');
    await symbols.attach('price_order', 'Attach Uprobe');
    await probes.show();

    const shown = await probes.hitsAbove(20, 'price_order');
    const event = await kernel.event('price_order');
    expect(await kernel.hits(event)).toBeGreaterThanOrEqual(shown);
    const offset = await orders.offset('price_order');
    expect(await kernel.lines()).toEqual([
      expect.stringMatching(new RegExp(`:0x0*${offset} caller=\\$stack0:x64$`)),
    ]);
    await symbols.marked('price_order', /^[\d,]+ hits$/);

    const tooltip = await probes.tooltip('price_order');
    expect(tooltip).toContain('over all processes running the file');
    expect(tooltip).toContain(event);
    expect(tooltip).toContain(`${orders.program}:0x${offset}`);
    await workbench.screenshot('probes');

    await probes.toggle('price_order');
    await workbench.tree.find(/price_order.*stopped/);
    const stopped = await kernel.hits(event);
    await probes.toggle('price_order');
    await workbench.tree.gone(/price_order.*stopped/);
    await probes.hitsAbove(stopped, 'price_order');
    expect(await kernel.hits(event)).toBeGreaterThan(stopped);

    await workbench.tree.press(/^\s*price_order/, 'Remove');
    await workbench.tree.gone('price_order');
    expect(await kernel.lines()).toEqual([]);
  });

  it('counts the returns of a function', async () => {
    const { workbench, kernel, probes } = ui();
    await new SymbolsEditor(workbench).attach('reserve_stock', 'Attach Return Probe');
    const shown = await probes.hitsAbove(5, 'reserve_stock', 'return');
    const event = await kernel.event('reserve_stock');
    expect(await kernel.hits(event)).toBeGreaterThanOrEqual(shown);
    expect(await kernel.lines()).toEqual([expect.stringMatching(/^r:/)]);
    await workbench.tree.choose(/^\s*reserve_stock/, 'Remove');
    await workbench.tree.gone('reserve_stock');
    expect(await kernel.lines()).toEqual([]);
    await workbench.status('Undo: reserve_stock was removed').click();
    await probes.hitsAbove(0, 'reserve_stock', 'return');
    expect(await kernel.lines()).toEqual([expect.stringMatching(/^r:/)]);
    // A click leads to the calls; the keys stay in the tree.
    await workbench.tree.row(/^\s*reserve_stock/).click();
    await workbench.page.locator('.part.panel').getByRole('tab', { name: 'Probescope' }).waitFor();
    await workbench.page.keyboard.press('Delete');
    // A tooltip would hold the counts of the row that comes under the mouse.
    await workbench.page.mouse.move(900, 400);
    await workbench.tree.gone('reserve_stock');
    expect(await kernel.lines()).toEqual([]);
    await workbench.runCommand('View: Hide Panel');
  });

  it('works by the keyboard alone', async () => {
    const { workbench, kernel, probes } = ui();
    const { page, quickPick } = workbench;
    await workbench.runCommand('Probescope: Attach Uprobe…');
    await until('the picker is on the binary that is open', async () =>
      /Attach Uprobe: orders/.test((await quickPick.title.textContent()) ?? ''),
    );
    // Enter comes before the search has answered: it is meant for what was typed.
    await page.keyboard.type('handle_or');
    await page.keyboard.press('Enter');
    await quickPick.row('Attach to handle_order').waitFor();
    expect(await quickPick.texts()).toEqual([
      expect.stringMatching(
        /^Attach to handle_order ?events of my processes ?All processes that run orders.* · ~10? µs a hit/,
      ),
      expect.stringMatching(
        /^About [\d.]+% of a CPU at 1,000 hits\/s ?The callers pay; stopped above/,
      ),
      expect.stringMatching(/^Show tracefs Line ?p:handle_order \//),
      expect.stringMatching(/^Attach With Arguments ?arg1 to arg6, /),
      expect.stringMatching(/^Set Filter ?Every hit is captured/),
    ]);
    await workbench.screenshot('confirm');
    await page.keyboard.press('Enter');
    await probes.hitsAbove(5, 'handle_order');

    await workbench.runCommand('Probescope: Remove…');
    await quickPick.title.filter({ hasText: 'Remove Probes' }).waitFor();
    await page.keyboard.type('handle');
    await quickPick.row('handle_order').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await quickPick.row('handle_order').locator('[role=checkbox][aria-checked=true]').waitFor();
    await page.keyboard.press('Enter');
    await workbench.tree.gone('handle_order');
    expect(await kernel.lines()).toEqual([]);
  });

  it('leaves nothing when its helper is stopped', async () => {
    const { workbench, kernel } = ui();
    await new SymbolsEditor(workbench).attach('ship', 'Attach Uprobe');
    await workbench.tree.find(/^\s*ship/);
    expect(await kernel.all()).toHaveLength(2);
    await workbench.runCommand('Probescope: Stop Helper');
    await workbench.status('Probes off').waitFor();
    expect(await kernel.all()).toEqual([]);
  });
});

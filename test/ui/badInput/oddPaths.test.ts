import { copyFile, symlink } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { SymbolsEditor } from '../support/symbolsEditor';
import { useUi } from '../support/uiTest';

const ODD_NAMES = [
  { what: 'a blank', name: 'with blank', shown: 'with blank' },
  { what: 'a hash', name: 'with#hash', shown: 'with#hash' },
  { what: 'a colon', name: 'with:0x10', shown: 'with:0x10' },
  { what: 'a line break', name: 'with\nbreak', shown: 'with\\u000abreak' },
];

describe('a file with an odd name', () => {
  const ui = useUi(() => ({
    prepare: orders => Promise.all(ODD_NAMES.map(({ name }) => orders.copy(name))),
  }));

  it.each(ODD_NAMES)('$what in it: is probed and counts', async ({ name, shown }) => {
    const { workbench, orders, kernel, probes } = ui();
    await orders.run(orders.path(name));
    const symbols = await SymbolsEditor.open(workbench, name, shown);
    await symbols.attach('price_order', 'Attach Uprobe');
    await probes.show();
    const hits = await probes.hitsAbove(5, 'price_order');
    expect(await kernel.hits(await kernel.event('price_order'))).toBeGreaterThanOrEqual(hits);
    await workbench.tree.press(/^\s*price_order/, 'Remove');
    await workbench.tree.gone('price_order');
    expect(await kernel.lines()).toEqual([]);
  });

  it('leaves nothing', async () => {
    const { workbench, kernel } = ui();
    await workbench.runCommand('Probescope: Stop Helper');
    await workbench.status('Probes off').waitFor();
    expect(await kernel.all()).toEqual([]);
  });

  it('that is not UTF-8 is probed where a process that runs it is chosen', async () => {
    const { workbench, orders, kernel, probes } = ui();
    const { quickPick } = workbench;
    const name = Buffer.concat([Buffer.from(orders.path('odd')), Buffer.from([0xff])]);
    await copyFile(orders.program, name);
    await symlink(name, orders.path('link'));
    const pid = await orders.run(orders.path('link'));
    // With no binary open the picker asks which one.
    await workbench.runCommand('View: Close All Editors');
    await workbench.runCommand('Probescope: Attach Uprobe…');
    await quickPick.choose('From a Running Process…');
    await quickPick.title.filter({ hasText: 'Running Process' }).waitFor();
    await quickPick.choose(String(pid), String(pid));
    await quickPick.choose(/^\s*odd/);
    await quickPick.title.filter({ hasText: `odd\ufffd · pid ${pid}` }).waitFor();
    await quickPick.choose('price_order', 'price_order');
    await quickPick.choose('Attach to price_order');
    await probes.show();
    const hits = await probes.hitsAbove(5, 'price_order');
    expect(await kernel.hits(await kernel.event('price_order'))).toBeGreaterThanOrEqual(hits);
    await workbench.tree.press(/^\s*price_order/, 'Remove');
    await workbench.tree.gone('price_order');
    expect(await kernel.lines()).toEqual([]);
  });
});

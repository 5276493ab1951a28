import { describe, expect, it } from 'vitest';
import { until } from '../rigs/poll';
import { SymbolsEditor } from './support/symbolsEditor';
import { useUi } from './support/uiTest';

const LOST =
  'The Probescope helper ended unexpectedly, and with it 1 probe of this window. Re-create what was lost?';

describe('a helper or a window that ends', () => {
  const ui = useUi();

  it('leaves nothing after SIGTERM, says so, and the probes are made again on request', async () => {
    const { workbench, orders, kernel, probes } = ui();
    await orders.run();
    const symbols = await SymbolsEditor.open(workbench, 'orders');
    await symbols.attach('price_order', 'Attach Uprobe');
    await probes.show();
    await probes.hitsAbove(0, 'price_order');
    process.kill(await kernel.helperPid(), 'SIGTERM');
    await workbench.status('Probes lost').waitFor();
    await kernel.nothingLeft();
    await workbench.screenshot('lost');
    expect(await workbench.answerToast('ended unexpectedly', 'Re-create')).toBe(LOST);
    await madeAgain();
  });

  it('killed by SIGKILL, leaves what is shown as left over, and is swept on request', async () => {
    const { workbench, kernel, probes } = ui();
    const left = await kernel.event('price_order');
    const pid = await kernel.helperPid();
    process.kill(pid, 'SIGKILL');
    expect(await workbench.answerToast('ended unexpectedly', 'Restart')).toBe(LOST);
    await probes.show();
    await workbench.tree.find(/Left by a window that ended \(\d+\)\s*still in the kernel/);
    await workbench.tree.expand('Left by a window that ended');
    await workbench.tree.find(new RegExp(`Helper ${pid}\\s*1 event`));
    await workbench.screenshot('left-over');
    expect(await kernel.events('price_order')).toEqual([left]);
    // What other suites on the machine have left is theirs to sweep.
    await workbench.tree.press(`Helper ${pid}`, 'Sweep Left-Overs');
    await workbench.tree.gone(`Helper ${pid}`);
    expect(await kernel.lines()).toEqual([]);
    // The helper that swept has an instance of its own.
    expect(await kernel.instances()).not.toContain(left.replace(/_[0-9a-f]{16}\/.*/, ''));
  });

  it('a window that is reloaded offers to make its probes again', async () => {
    const { workbench, kernel, probes } = ui();
    await workbench.runCommand('Probescope: Re-create Probes');
    const before = await madeAgain();
    await workbench.reload();
    await until(
      'the reloaded window’s probe is gone',
      async () => !(await kernel.events('price_order')).includes(before),
    );
    expect(await workbench.answerToast('This window had', 'Re-create')).toBe(
      'This window had 1 probe before it was reloaded. Re-create what was lost?',
    );
    await probes.show();
    expect(await madeAgain()).not.toBe(before);
  });

  it('the extension uninstalled while it captures, and its window closed, leaves nothing', async () => {
    const { session, kernel } = ui();
    await captured();
    await session.server.uninstallExtension();
    expect(await kernel.events('price_order')).toHaveLength(1);
    await session.closeWindow(0);
    await kernel.nothingLeft();
  });

  /** Shows the live events, and waits until the kernel records for them. */
  async function captured(): Promise<void> {
    const { workbench, kernel } = ui();
    await workbench.runCommand('Probescope: Show Live Events');
    await until('events are captured', async () => (await kernel.inInstance('tracing_on')) === '1');
  }

  /** Waits until the probe is in the kernel again (its row, with its last count, was in sight all the time) and counts. */
  async function madeAgain(): Promise<string> {
    const { kernel } = ui();
    const event = await until('the probe is made again', () => kernel.event('price_order'));
    await until('it counts', async () => (await kernel.hits(event)) > 0);
    await ui().workbench.tree.gone(/^\s*price_order.*lost/);
    return event;
  }
});

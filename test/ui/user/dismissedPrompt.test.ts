import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../../rigs/poll';
import { PolkitRig } from '../../rigs/polkit';
import type { PolkitAgent } from '../../rigs/polkit/agent';
import { needsMachine } from '../../rigs/precondition';
import { SymbolsEditor } from '../support/symbolsEditor';
import { useUi } from '../support/uiTest';

describe('an ordinary user who dismisses the system’s password dialog', () => {
  let rig: PolkitRig;
  let agent: PolkitAgent;
  beforeAll(async () => {
    rig = await PolkitRig.start();
    await rig.answer('ask');
    agent = await rig.agent('cancel');
  });
  afterAll(() => rig.stop());
  const ui = useUi(() => {
    const { uid, gid } = rig.user;
    return { user: { uid, gid, argv: (argv, env) => agent.argv(rig.user.argv(argv, env)) } };
  });
  beforeEach(needsMachine);

  it('is told so in one sentence, and is not asked a second time', async () => {
    const { workbench, kernel } = ui();
    const symbols = await SymbolsEditor.open(workbench, 'orders');
    await symbols.attach('price_order', 'Attach Uprobe');
    await workbench.answerModal('Continue');
    await workbench.status('Cancelled: the helper was not started.').waitFor();
    await workbench.status('Probes off').waitFor();
    expect(agent.asked).toBe(1);
    expect(await workbench.modal.count()).toBe(0);
    expect(await workbench.page.locator('.terminal').count()).toBe(0);
    await workbench.toast('Waiting for the helper').waitFor({ state: 'detached' });
    expect(await workbench.toast(/./).count()).toBe(0);
    expect(await kernel.all()).toEqual([]);
  });

  it('is asked again only when they try again', async () => {
    const { workbench, kernel } = ui();
    await new SymbolsEditor(workbench).attach('price_order', 'Attach Uprobe');
    await workbench.answerModal('Continue');
    await until('the dialog is shown again', () => agent.asked > 1);
    await workbench.status('Probes off').waitFor();
    await workbench.toast('Waiting for the helper').waitFor({ state: 'detached' });
    expect(agent.asked).toBe(2);
    expect(await kernel.all()).toEqual([]);
  });
});

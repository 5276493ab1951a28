import { chmod } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PolkitRig } from '../../rigs/polkit';
import { needsMachine } from '../../rigs/precondition';
import { expectNotice, pasteLine } from '../support/notices';
import { SymbolsEditor } from '../support/symbolsEditor';
import { useUi } from '../support/uiTest';

const PASSWORD = 'correct horse';
const CONSENT =
  /^Run the Probescope helper as root\?\s*Only root may set probes in the kernel\..*administrator’s password next\.\s*$/s;

describe('an ordinary user, with real pkexec and sudo', () => {
  let rig: PolkitRig;
  beforeAll(async () => {
    rig = await PolkitRig.start();
    await rig.user.setPassword(PASSWORD);
  });
  // After VS Code has stopped: hooks run in reverse.
  afterAll(() => rig.stop());
  // Without it the terminal's text is a picture.
  const settings = { 'terminal.integrated.gpuAcceleration': 'off' };
  const ui = useUi(() => ({ user: rig.user, settings }));
  beforeEach(needsMachine);

  it('is told in one sentence when polkit says no, and is not asked again', async () => {
    await rig.answer('no');
    const { workbench, kernel } = ui();
    const symbols = await SymbolsEditor.open(workbench, 'orders');
    await symbols.attach('price_order', 'Attach Uprobe');
    await workbench.modal.waitFor();
    await workbench.screenshot('consent');
    expect(await workbench.answerModal('Continue')).toMatch(CONSENT);
    await expectNotice(
      workbench,
      'Root was refused: the password was wrong, or this user may not become root here.',
    );
    await workbench.status('Probes off').waitFor();
    expect(await workbench.modal.count()).toBe(0);
    expect(await kernel.all()).toEqual([]);
  });

  it('is told nothing more when the question is answered with Cancel', async () => {
    const { workbench } = ui();
    await new SymbolsEditor(workbench).attach('price_order', 'Attach Uprobe');
    await workbench.answerModal('Cancel');
    await workbench.status('Probes off').waitFor();
    expect(await workbench.toast('Cancelled').count()).toBe(0);
  });

  it('is told when a file cannot be read', async () => {
    const { workbench, orders } = ui();
    await chmod(await orders.copy('secret'), 0o600);
    await pasteLine(workbench, `p:e ${orders.path('secret')}:0x${await orders.offset('ship')}`);
    const sentence = 'secret cannot be read: check its permissions, or choose another file.';
    await expectNotice(workbench, sentence);
    const { failure } = await SymbolsEditor.open(workbench, 'secret');
    await failure.getByText(sentence, { exact: true }).waitFor();
    await workbench.screenshot('unreadable');
    await workbench.tab('orders').click();
  });

  it('attaches, counts and removes by pkexec', async () => {
    await rig.answer('yes');
    const { workbench, orders, kernel, probes } = ui();
    await orders.run();
    await new SymbolsEditor(workbench).attach('price_order', 'Attach Uprobe');
    expect(await workbench.answerModal('Continue')).toMatch(CONSENT);
    await probes.show();
    const shown = await probes.hitsAbove(10, 'price_order');
    expect(await kernel.hits(await kernel.event('price_order'))).toBeGreaterThanOrEqual(shown);
    await workbench.tree.press(/^\s*price_order/, 'Remove');
    await workbench.tree.gone('price_order');
    expect(await kernel.lines()).toEqual([]);
  });

  it('is asked before root reads what another user runs, and then probes it', async () => {
    const { workbench, orders, kernel, probes } = ui();
    const { quickPick } = workbench;
    const program = await orders.copy('private');
    await chmod(program, 0o700);
    const pid = await orders.run(program);
    await workbench.runCommand('Probescope: Attach Uprobe…');
    await quickPick.pressTitle('Choose From a Running Process');
    await quickPick.choose(new RegExp(`${pid} · root`), `private ${pid}`);
    await workbench.modal.waitFor();
    await workbench.screenshot('read-as-root');
    expect(await workbench.answerModal('Read as Root')).toContain(
      `private (pid ${pid}) belongs to user root: its program file is read as root to find its symbols. Read it?`,
    );
    await quickPick.choose(program);
    await quickPick.title.filter({ hasText: `Attach Uprobe: private · pid ${pid}` }).waitFor();
    await quickPick.choose('price_order', 'price_order');
    await quickPick.choose('Attach to price_order');
    const shown = await probes.hitsAbove(5, 'price_order');
    expect(await kernel.hits(await kernel.event('price_order'))).toBeGreaterThanOrEqual(shown);
    await workbench.tree.press(/^\s*price_order/, 'Remove');
    await workbench.tree.gone('price_order');
    expect(await kernel.lines()).toEqual([]);
    await workbench.runCommand('Probescope: Stop Helper');
    await workbench.status('Probes off').waitFor();
    expect(await kernel.all()).toEqual([]);
  });

  it('is offered the terminal where no dialog can be shown, and attaches by sudo there', async () => {
    await rig.answer('ask');
    await rig.sudoers(`${rig.user.name} ALL=(root) /bin/bash`);
    const { workbench, kernel, probes } = ui();
    await new SymbolsEditor(workbench).attach('ship', 'Attach Uprobe');
    await workbench.answerModal('Continue');
    const offer = workbench.modal.getByText('Nothing here can show a password dialog');
    await offer.waitFor({ timeout: 20_000 });
    await workbench.screenshot('terminal-offer');
    expect(await workbench.answerModal('Use Terminal')).toContain(
      'Nothing here can show a password dialog (as over ssh): use sudo in the terminal instead.',
    );
    await workbench.page.locator('.terminal .xterm-rows').getByText('Password').waitFor();
    await workbench.page.keyboard.type(`${PASSWORD}\n`);
    const shown = await probes.hitsAbove(5, 'ship');
    expect(await kernel.hits(await kernel.event('ship'))).toBeGreaterThanOrEqual(shown);
    await workbench.tree.press(/^\s*ship/, 'Remove');
    await workbench.tree.gone(/^\s*ship/);
    await workbench.runCommand('Probescope: Stop Helper');
    await workbench.status('Probes off').waitFor();
    expect(await kernel.all()).toEqual([]);
  });
});

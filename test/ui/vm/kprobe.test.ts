import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../rigs/poll';
import { type Guest, helperGuest } from '../../rigs/vm';
import { expectNotice } from '../support/notices';
import { SymbolsEditor } from '../support/symbolsEditor';
import { useUi } from '../support/uiTest';

const NOTHING_LEFT =
  /=== the helper ended with 0\s+=== left in kprobe_events, uprobe_events, instances\s+=== end/;

describe('a kernel in QEMU, its helper reached by a command of one’s own', () => {
  let guest: Guest;
  beforeAll(async () => {
    guest = await helperGuest();
  });
  afterAll(() => guest.remove());
  const ui = useUi(() => ({
    machineSettings: { 'probescope.helper.command': guest.argv },
  }));

  it('attaches a kprobe by the palette, and counts', async () => {
    const { workbench, probes } = ui();
    const { quickPick } = workbench;
    await workbench.runCommand('Probescope: Attach Kprobe…');
    expect(await workbench.answerModal('Continue')).toContain(
      'Your own command (“probescope.helper.command”) starts it.',
    );
    await quickPick.title.filter({ hasText: 'Attach Kprobe' }).waitFor({ timeout: 60_000 });
    await quickPick.choose(/^\s*do_sys_openat2/, 'do_sys_openat2');
    await quickPick.row('Attach to do_sys_openat2').waitFor();
    await workbench.screenshot('kprobe-confirm');
    await quickPick.choose('Attach to do_sys_openat2');
    await probes.show();
    await probes.hitsAbove(0, 'do_sys_openat2');
    await until('the guest’s kernel lists it', async () =>
      (await guest.listed()).some(line => / do_sys_openat2 caller=/.test(line)),
    );
  });

  it('counts returns too, and says how many calls were missed', async () => {
    const { workbench, probes } = ui();
    const { quickPick } = workbench;
    // With room for one call in flight: the helper's own idle threads wait in this function side by side.
    await workbench.runCommand('Probescope: Attach Kprobe…');
    await quickPick.fill('futex_wait');
    await quickPick.press(/^\s*futex_wait\s*$/, 'Attach Return Probe');
    await quickPick.choose('Set maxactive');
    await quickPick.title.filter({ hasText: 'maxactive' }).waitFor();
    await quickPick.enter('1');
    await quickPick.row('Calls followed at a time: 1').waitFor();
    await quickPick.choose('Attach to futex_wait');
    await probes.show();
    await workbench.tree.find(/^\s*futex_wait.*[1-9][\d,]* missed.*return/);
    expect(await probes.tooltip('futex_wait', 'return')).toMatch(/Line: r1:\S+ futex_wait\n/);
    await workbench.screenshot('kprobes');
  });

  it('enables a static tracepoint', async () => {
    const { workbench } = ui();
    const { quickPick } = workbench;
    await workbench.runCommand('Probescope: Attach Kprobe…');
    await quickPick.choose('sched:sched_switch', 'sched_switch');
    await quickPick.choose('Attach to');
    await workbench.tree.find(/sched:sched_switch.*tracepoint/);
  });

  it('refuses a uprobe: helper and VS Code see different files', async () => {
    const { workbench } = ui();
    const symbols = await SymbolsEditor.open(workbench, 'orders');
    await symbols.attach('price_order', 'Attach Uprobe');
    await expectNotice(
      workbench,
      'The helper does not see the file orders that is open here: open it in a VS Code that runs where the helper does, or reload it if it was rebuilt.',
    );
  });

  it('removes all, and the guest’s kernel is as it was', async () => {
    const { workbench, probes } = ui();
    await workbench.runCommand('Probescope: Remove All');
    await probes.show();
    for (const row of ['do_sys_openat2', 'futex_wait', 'sched_switch']) {
      await workbench.tree.gone(row);
    }
    await until('the guest’s kernel lists no event', async () =>
      (await guest.listed()).every(line => !line.includes(':')),
    );
    await workbench.runCommand('Probescope: Stop Helper');
    await workbench.status('Probes off').waitFor({ timeout: 20_000 });
    await until('the guest has ended and its kernel holds nothing', async () =>
      NOTHING_LEFT.test(await guest.console()),
    );
  });
});

describe('a kernel whose available_filter_functions cannot be read', () => {
  let guest: Guest;
  beforeAll(async () => {
    guest = await helperGuest(undefined, 'unreadable');
  });
  afterAll(() => guest.remove());
  const ui = useUi(() => ({
    machineSettings: { 'probescope.helper.command': guest.argv },
  }));

  it('has its functions by kallsyms, and says so', async () => {
    const { workbench, probes } = ui();
    const { quickPick } = workbench;
    await workbench.runCommand('Probescope: Attach Kprobe…');
    await workbench.answerModal('Continue');
    await quickPick.title.filter({ hasText: 'Attach Kprobe' }).waitFor({ timeout: 60_000 });
    await quickPick.fill('do_sys_openat2');
    await quickPick.row('Functions by kallsyms: the kernel may refuse some').waitFor();
    await quickPick.choose(/^\s*do_sys_openat2/);
    await quickPick.choose('Attach to do_sys_openat2');
    await probes.show();
    await probes.hitsAbove(0, 'do_sys_openat2');

    await workbench.runCommand('Probescope: Diagnose');
    const diagnosis = workbench.page.getByRole('tree', { name: 'Diagnosis' });
    await diagnosis
      .getByRole('treeitem', { name: /^warning: List of traceable functions, available_filter/ })
      .waitFor();
    await workbench.screenshot('diagnosis');
    await workbench.runCommand('Probescope: Close Diagnosis');
    await diagnosis.waitFor({ state: 'hidden' });

    await workbench.runCommand('Probescope: Stop Helper');
    await until('the guest has ended and its kernel holds nothing', async () =>
      NOTHING_LEFT.test(await guest.console()),
    );
  });
});

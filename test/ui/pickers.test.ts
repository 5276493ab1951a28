import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { mustCommand } from '../rigs/command';
import { until } from '../rigs/poll';
import { kernelPrecondition } from '../rigs/precondition';
import { expectNotice, pasteLine } from './support/notices';
import type { OrdersWorkspace } from './support/ordersProgram';
import { useUi } from './support/uiTest';

const hasKprobes = existsSync('/sys/kernel/tracing/kprobe_events');

describe('the pickers', () => {
  const ui = useUi(() => ({ prepare: makeLibrary }));

  it('attach to a function of what a process runs, by an edited line', async () => {
    const { workbench, orders, kernel, probes } = ui();
    const { page, quickPick } = workbench;
    const pid = await orders.run();
    await workbench.runCommand('Probescope: Attach Uprobe…');
    await quickPick.choose('From a Running Process');
    await quickPick.title.filter({ hasText: 'Running Process' }).waitFor();
    await quickPick.pressTitle('Back');
    await quickPick.choose('From a Running Process');
    await quickPick.title.filter({ hasText: 'Running Process' }).waitFor();
    await quickPick.choose(new RegExp(`${pid} · `), String(pid));
    await quickPick.title.filter({ hasText: 'Program or library of orders' }).waitFor();
    await quickPick.pressTitle('Back');
    await quickPick.title.filter({ hasText: 'Running Process' }).waitFor();
    await quickPick.choose(new RegExp(`${pid} · `), String(pid));
    // The row of the process has the path in it too.
    await quickPick.title.filter({ hasText: 'Program or library of orders' }).waitFor();
    await quickPick.choose(orders.program);
    await until('the picker is on the program', async () =>
      /Attach Uprobe: orders/.test((await quickPick.title.textContent()) ?? ''),
    );
    await quickPick.choose('price_order', 'price_o');
    const offset = await orders.offset('price_order');
    await quickPick.choose(`p:price_order ${orders.program}:0x${offset}`);
    const box = quickPick.input;
    await until('the line is there to be edited', async () =>
      (await box.inputValue()).startsWith('p:price_order'),
    );
    await box.fill(`p:priced ${orders.program}:0x1 id=%di:s32`);
    await quickPick.message.filter({ hasText: 'No function' }).waitFor();
    await box.fill(`p:priced ${orders.program}:0x${offset} id=%di:s32`);
    await quickPick.message.filter({ hasText: 'No function' }).waitFor({ state: 'hidden' });
    // What only the kernel knows to be wrong comes back as it was typed, with its words and what they are about.
    const wrong = `p:priced ${orders.program}:0x${offset} id=%zz:s32`;
    await box.fill(wrong);
    await page.keyboard.press('Enter');
    await quickPick.title.filter({ hasText: 'The line of price_order' }).waitFor();
    await quickPick.message.filter({ hasText: /^The kernel, at .*%zz:s32: / }).waitFor();
    expect(await box.inputValue()).toBe(wrong);
    await workbench.screenshot('refused-line');
    expect(await kernel.lines()).toEqual([]);
    await box.fill(`p:priced ${orders.program}:0x${offset} id=%di:s32`);
    await quickPick.message.filter({ hasText: 'The kernel' }).waitFor({ state: 'hidden' });
    await page.keyboard.press('Enter');

    await probes.show();
    await probes.hitsAbove(5, 'price_order');
    expect(await kernel.lines()).toEqual([
      expect.stringMatching(new RegExp(`/priced\\S* \\S+:0x0*${offset} id=%di:s32$`)),
    ]);
  });

  it('attach to a function of a library that a process has mapped', async () => {
    const { workbench, orders, kernel, probes } = ui();
    const { quickPick, tree } = workbench;
    const library = orders.path('libtax.so');
    const pid = await orders.run(orders.path('withTax'), { LD_LIBRARY_PATH: orders.folder });
    await workbench.runCommand('Probescope: Attach Uprobe…');
    await quickPick.choose('From a Running Process');
    await quickPick.choose(new RegExp(`${pid} · `), String(pid));
    await quickPick.row('libtax.so').waitFor();
    await workbench.screenshot('mapped-files');
    await quickPick.choose('libtax.so');
    await quickPick.title.filter({ hasText: 'Attach Uprobe: libtax.so' }).waitFor();
    await quickPick.choose('add_tax', 'add_tax');
    await quickPick.choose('Attach to add_tax');
    await probes.show();
    const shown = await probes.hitsAbove(5, 'add_tax');
    const event = await kernel.event('add_tax');
    expect(await kernel.hits(event)).toBeGreaterThanOrEqual(shown);
    const offset = await orders.offset('add_tax', library);
    expect(await probes.tooltip('add_tax')).toContain(`${library}:0x${offset}`);
    await tree.press(/^\s*add_tax/, 'Remove');
    await tree.gone(/^\s*add_tax/);
    expect(await kernel.events('add_tax')).toEqual([]);
  });

  it('make again what was copied from the tree', async () => {
    const { workbench, orders, kernel, probes } = ui();
    const { tree, quickPick } = workbench;
    const copied = async (item: string, text: RegExp): Promise<string> => {
      await tree.choose(/^\s*price_order/, item);
      return until(`${item} copied`, async () => {
        const now = await workbench.clipboard();
        return text.test(now) ? now : undefined;
      });
    };
    const offset = await orders.offset('price_order');
    expect(await copied('Copy as perf probe Command', /^perf/)).toBe(
      `perf probe -x ${orders.program} --add 'priced=price_order id=%di:s32'`,
    );
    expect(await copied('Copy as bpftrace Command', /^bpftrace/)).toContain(
      `uprobe:${orders.program}:price_order { printf(`,
    );
    const line = await copied('Copy as tracefs Line', /^p:/);
    expect(line).toContain(`${orders.program}:0x${offset} id=%di:s32`);
    await tree.press(/^\s*price_order/, 'Remove');
    await tree.gone(/^\s*price_order/);

    await workbench.runCommand('Probescope: Create from tracefs Line…');
    await until(
      'the clipboard is offered',
      async () => (await quickPick.input.inputValue()) === line,
    );
    await workbench.page.keyboard.press('Enter');
    await probes.hitsAbove(5, 'price_order');
    expect(await kernel.lines()).toHaveLength(1);
    await tree.press(/^\s*price_order/, 'Remove');
    await tree.gone(/^\s*price_order/);
    expect(await kernel.lines()).toEqual([]);
  });

  it('attach to a program that was deleted and still runs', async () => {
    const { workbench, orders, kernel, probes } = ui();
    const { quickPick, tree } = workbench;
    const program = await orders.copy('ghost');
    const offset = await orders.offset('price_order', program);
    const pid = await orders.run(program);
    await rm(program);
    await workbench.runCommand('Probescope: Attach Uprobe…');
    await quickPick.choose('From a Running Process');
    await quickPick.row(/ghost/).waitFor();
    await workbench.screenshot('processes');
    await quickPick.choose(new RegExp(`${pid} · `), `ghost ${pid}`);
    await quickPick.choose('deleted, still running');
    await quickPick.title
      .filter({ hasText: `Attach Uprobe: ghost · pid ${pid}, deleted` })
      .waitFor();
    await quickPick.choose('price_order', 'price_order');
    await quickPick.choose('Attach to price_order');
    await probes.show();
    await probes.hitsAbove(5, 'price_order');
    await tree.find(new RegExp(`ghost · pid ${pid}, deleted`));
    expect(await probes.tooltip('price_order')).toContain(`${program}:0x${offset}`);
    await tree.choose(/^\s*price_order/, 'Reveal Symbol');
    await workbench.tab(`ghost · pid ${pid}, deleted`).waitFor();
    await workbench.webview().getByText('1 of').waitFor();
    await workbench.screenshot('deleted-program');
    await workbench.runCommand('View: Close All Editors');
    await tree.press(/^\s*price_order/, 'Remove');
    await tree.gone(/^\s*price_order/);
    expect(await kernel.events('price_order')).toEqual([]);
  });

  it('say when the kernel has no kprobes, and still have tracepoints', async ctx => {
    kernelPrecondition(ctx, 'missing CONFIG_KPROBE_EVENTS', !hasKprobes);
    const { workbench, kernel, probes } = ui();
    const { quickPick, tree } = workbench;
    await probes.show();
    await workbench.runCommand('Probescope: Attach Kprobe…');
    await until('the title says so', async () =>
      /This kernel has no kprobes/.test((await quickPick.title.textContent()) ?? ''),
    );
    await quickPick.choose('sched:sched_switch', 'sched_switch');
    await quickPick.row('Attach to sched:sched_switch').waitFor();
    expect(await quickPick.texts()).toEqual([
      expect.stringMatching(/The whole machine/),
      expect.stringMatching(/^At most .* where this kernel counts its hits/),
      expect.stringMatching(/^Set Filter ?Every hit is captured/),
    ]);
    await workbench.page.keyboard.press('Enter');
    await tree.find(/^\s*sched:sched_switch/);
    expect(await kernel.lines()).toEqual([]);
    await tree.press(/^\s*sched:sched_switch/, 'Remove');
    await tree.gone(/^\s*sched:sched_switch/);
    await pasteLine(workbench, 'p:opens do_sys_openat2');
    await expectNotice(
      workbench,
      'This kernel cannot do what the probe on do_sys_openat2 needs: Diagnose shows what it can.',
    );
    expect(await kernel.lines()).toEqual([]);
  });
});

/** A library and a program that calls it: copies of our own, as a probe is on a file and whoever runs it. */
async function makeLibrary(orders: OrdersWorkspace): Promise<void> {
  const library = orders.path('libtax.so');
  await mustCommand(['gcc', '-shared', '-fPIC', '-o', library, 'test/fixtures/ui/tax.c']);
  const program = orders.path('withTax');
  const source = 'test/fixtures/ui/withTax.c';
  await mustCommand(['gcc', '-o', program, source, '-L', orders.folder, '-ltax']);
}

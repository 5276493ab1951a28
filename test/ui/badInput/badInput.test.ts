import { afterEach, describe, expect, it } from 'vitest';
import { mustCommand } from '../../rigs/command';
import { expectNotice, pasteLine } from '../support/notices';
import { SymbolsEditor } from '../support/symbolsEditor';
import { useUi } from '../support/uiTest';
import { BAD_FILES } from './badFiles';
import { inNoFunction, INSIDE, WRONG_EVENTS, wrongLines } from './wrongLines';

describe('what cannot be probed is refused with one sentence, and leaves nothing', () => {
  const ui = useUi(() => ({
    prepare: async orders => {
      await Promise.all(BAD_FILES.map(file => file.make(orders)));
      await mustCommand(['gcc', '-o', orders.path('kinds'), 'test/fixtures/ui/kinds.c']);
      const section = ['--add-section', '.gopclntab=/etc/hostname'];
      await mustCommand(['objcopy', ...section, orders.program, orders.path('goish')]);
    },
  }));
  afterEach(async () => {
    await ui().kernel.nothingLeft();
  });

  describe('a file', () => {
    it.each(BAD_FILES)('$name, by a pasted line', async ({ name, sentence }) => {
      const { workbench, orders } = ui();
      await pasteLine(workbench, `p:e ${orders.path(name)}:0x1000`);
      await expectNotice(workbench, sentence);
    });

    it.each(BAD_FILES.filter(({ name }) => /text|empty|cut/.test(name)))(
      '$name, in the symbols editor',
      async ({ name, sentence }) => {
        const symbols = await SymbolsEditor.open(ui().workbench, name);
        await symbols.failure.getByText(sentence, { exact: true }).waitFor();
      },
    );
  });

  describe('a symbol', () => {
    // An import is no refusal: it opens in its library.
    it('that is an IFUNC', async () => {
      const { workbench } = ui();
      const symbols = await SymbolsEditor.open(workbench, 'kinds');
      await symbols.filter('chosen_at_load');
      await symbols.row('chosen_at_load').dblclick();
      const question = 'chosen_at_load is an IFUNC: which code?';
      await workbench.quickPick.title.filter({ hasText: question }).waitFor();
      await workbench.quickPick.row('plain').waitFor();
      await workbench.quickPick.row('Attach to the Resolver').waitFor();
      await workbench.quickPick.cancel();
    });

    it('that does not exist', async () => {
      const { workbench } = ui();
      await SymbolsEditor.open(workbench, 'orders');
      await workbench.runCommand('Probescope: Attach Uprobe…');
      await workbench.quickPick.title.filter({ hasText: 'Attach Uprobe: orders' }).waitFor();
      await workbench.quickPick.fill('no_such_function');
      await workbench.quickPick.row('No function of orders matches').waitFor();
      await workbench.quickPick.input.press('Enter');
      await workbench.quickPick.row('No function of orders matches').waitFor();
      await workbench.quickPick.cancel();
    });

    it('of a Go program, for a return probe', async () => {
      const { workbench } = ui();
      const symbols = await SymbolsEditor.open(workbench, 'goish');
      await symbols.choose('price_order', 'Attach Return Probe');
      await expectNotice(
        workbench,
        'price_order is in a Go program: the runtime moves stacks, and a return probe would crash it. Attach a uprobe instead.',
      );
    });
  });

  describe('an offset', () => {
    it.each([
      // It begins with an instruction of several bytes.
      { what: 'inside an instruction', offset: (start: bigint) => start + 1n, says: INSIDE },
      { what: 'in no executable segment', offset: () => 0n, says: inNoFunction },
      { what: 'past the end of the file', offset: () => 1n << 40n, says: inNoFunction },
    ])('$what', async ({ offset, says }) => {
      const { workbench, orders } = ui();
      const at = offset(BigInt(`0x${await orders.offset('price_order')}`));
      await pasteLine(workbench, `p:e ${orders.program}:0x${at.toString(16)}`);
      await expectNotice(workbench, typeof says === 'string' ? says : says(at));
    });
  });

  it('unless an expert takes the risk, after a warning, and the tooltip keeps saying so', async () => {
    const { workbench, orders, probes, session } = ui();
    await session.setMachineSettings({ 'probescope.probes.allowUnproved': true });
    try {
      const start = await orders.offset('price_order');
      const line = `r:expert ${orders.path('goish')}:0x${start}`;
      await pasteLine(workbench, line);
      const asked = await workbench.answerModal('Cancel');
      expect(asked).toContain('Attach a probe that is not proved safe?');
      await expectNotice(
        workbench,
        'price_order is in a Go program: the runtime moves stacks, and a return probe would crash it. Attach a uprobe instead.',
      );
      await pasteLine(workbench, line);
      await workbench.answerModal('Attach Anyway');
      await probes.show();
      await probes.row('price_order', 'return').waitFor();
      expect(await probes.tooltip('price_order', 'return')).toContain('Not proved safe (goBinary)');
      // Of several rows all are asked about in one warning.
      const symbols = await SymbolsEditor.open(workbench, 'goish');
      // It is open since another test, which filtered it.
      await symbols.filter('');
      await symbols.row('handle_order').click();
      await symbols.row('ship').click({ modifiers: ['Control'] });
      await workbench.menu.chooseOn(symbols.row('ship'), 'Attach Return Probe');
      const both = await workbench.answerModal('Attach Anyway');
      expect(both).toContain('Attach 2 probes that are not proved safe?');
      expect(both).toContain('ship, handle_order: ship is in a Go program');
      await workbench.quickPick.row('Attach to 2 Functions').waitFor();
      await workbench.quickPick.cancel();
      await workbench.runCommand('Probescope: Remove All');
      await workbench.runCommand('Probescope: Stop Helper');
    } finally {
      await session.setMachineSettings({});
    }
  });

  it('an event name with any wrong character, in the line before it is written', async () => {
    const { workbench, orders } = ui();
    const { quickPick } = workbench;
    await SymbolsEditor.open(workbench, 'orders');
    await workbench.runCommand('Probescope: Attach Uprobe…');
    await quickPick.title.filter({ hasText: 'Attach Uprobe: orders' }).waitFor();
    await quickPick.choose(/^\s*price_order/, 'price_order');
    await quickPick.choose('Show tracefs Line');
    await quickPick.title.filter({ hasText: 'The line for the kernel' }).waitFor();
    const start = await orders.offset('price_order');
    const place = `${orders.program}:0x${start}`;
    expect(await quickPick.input.inputValue()).toBe(`p:price_order ${place} caller=$stack0:x64`);
    const wrong = [
      ...WRONG_EVENTS.map(({ event, sentence }) => [`p:${event} ${place}`, sentence] as const),
      ...wrongLines(orders.program, BigInt(`0x${start}`)),
    ];
    for (const [line, sentence] of wrong) {
      await quickPick.fill(line);
      await quickPick.message.getByText(sentence, { exact: true }).waitFor({ timeout: 3_000 });
    }
    await quickPick.input.press('Enter');
    expect(await quickPick.input.inputValue()).toBe(wrong.at(-1)![0]);
    await quickPick.input.press('Escape');
    await quickPick.row('Attach to price_order').waitFor();
    await quickPick.cancel();
  });
});

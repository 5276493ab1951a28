import { describe, expect, it } from 'vitest';
import { mustCommand } from '../rigs/command';
import { until } from '../rigs/poll';
import { serveDebugFile } from './support/debugServer';
import { pasteLine } from './support/notices';
import type { OrdersWorkspace } from './support/ordersProgram';
import { SymbolsEditor } from './support/symbolsEditor';
import { useUi } from './support/uiTest';

/** A stripped copy of the program, and its debug file where nobody looks for it. */
async function addStripped(orders: OrdersWorkspace): Promise<void> {
  const { program } = orders;
  const debug = orders.path('.stripped.debug');
  await mustCommand(['objcopy', '--only-keep-debug', program, debug]);
  await mustCommand(['objcopy', '--strip-all', program, orders.path('stripped')]);
}

describe('ways into the symbols editor, and out of it', () => {
  const ui = useUi(() => ({ prepare: addStripped }));

  it('Attach Uprobe… takes a file from disk', async () => {
    const { workbench, orders, probes } = ui();
    const { quickPick } = workbench;
    await orders.run();
    await workbench.runCommand('Probescope: Attach Uprobe…');
    await quickPick.choose('Choose a File…');
    await until('the file dialog is open', async () =>
      (await quickPick.input.inputValue()).startsWith(orders.folder),
    );
    await quickPick.enter(orders.program);
    await quickPick.title.filter({ hasText: 'Attach Uprobe: orders' }).waitFor();
    await quickPick.choose(/^\s*price_order/, 'price_order');
    await quickPick.row('Attach to price_order').waitFor();
    await workbench.page.keyboard.press('Enter');
    await probes.show();
    await probes.hitsAbove(0, 'price_order');
  });

  it('Reveal Symbol goes from a probe to its row', async () => {
    const { workbench } = ui();
    await workbench.tree.choose(/^\s*price_order/, 'Reveal Symbol');
    await workbench.tab('orders').waitFor();
    const symbols = new SymbolsEditor(workbench);
    await symbols.marked('price_order', /hits/);
    expect(await symbols.filterBox.inputValue()).toBe('price_order');
    expect(await symbols.row('price_order').getAttribute('aria-selected')).toBe('true');
  });

  it('Reopen With offers it for any file, and a file that is none can be read as text again', async () => {
    const { workbench } = ui();
    await workbench.openFile('orders.c');
    await workbench.runCommand('View: Reopen Editor With...');
    await workbench.quickPick.choose('Symbols (Probescope)');
    const { failure } = new SymbolsEditor(workbench);
    await failure.getByText('orders.c is not an ELF file').waitFor();
    await workbench.webview().getByRole('button', { name: 'Reopen as Text' }).click();
    await workbench.page.locator('.monaco-editor').getByText('price_order').first().waitFor();
  });

  it('Download Debug Symbols names the functions of a stripped program, and asks nobody before', async () => {
    const { workbench, orders, session } = ui();
    const server = await serveDebugFile(orders.path('.stripped.debug'));
    try {
      await session.setMachineSettings({
        'probescope.symbols.debuginfodUrls': [server.url],
      });
      const symbols = await SymbolsEditor.open(workbench, 'stripped');
      const page = workbench.webview();
      const notice = page.getByRole('note').filter({ hasText: `look them up on ${server.url}` });
      await notice.waitFor();
      expect(server.asked).toEqual([]);
      await notice.getByRole('button', { name: 'Download Debug Symbols' }).click();
      await symbols.row('price_order').waitFor();
      await page.getByText('debug file from a debuginfod server').waitFor();
      await notice.waitFor({ state: 'detached' });
      expect(server.asked).toHaveLength(1);
      await workbench.screenshot('debug-symbols');
    } finally {
      await session.setMachineSettings({});
      await server.stop();
    }
  });

  it('Details has the sentence, the code and the words behind it', async () => {
    const { workbench, orders } = ui();
    await pasteLine(workbench, `p:e ${orders.path('orders.c')}:0x1000`);
    await workbench.answerToast('orders.c is not an ELF file', 'Details');
    await workbench.tab('Probescope details').waitFor();
    const text = workbench.page.locator('.editor-instance .view-lines').last();
    // Lines of an editor come with hard blanks, and in no order.
    await until('the document shows the code', async () =>
      /Code:\s+notElf/.test((await text.textContent()) ?? ''),
    );
  });
});

import { readFile, writeFile } from 'node:fs/promises';
import type { FrameLocator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { until } from '../rigs/poll';
import type { Workbench } from '../rigs/vscode/workbench';
import { SymbolsEditor } from './support/symbolsEditor';
import { useUi } from './support/uiTest';

/** The pages that show events of that source, once there are so many. */
async function pagesOf(
  { page }: Workbench,
  source: 'capture' | 'recording',
  count: number,
): Promise<FrameLocator[]> {
  const frames = page.locator('iframe.webview');
  return until(`${count} pages of a ${source}`, async () => {
    const found: FrameLocator[] = [];
    for (let at = 0; at < (await frames.count()); at++) {
      const inner = frames.nth(at).contentFrame().locator('iframe').contentFrame();
      if ((await inner.locator(`main[data-source=${source}]`).count()) > 0) {
        found.push(inner);
      }
    }
    return found.length === count ? found : undefined;
  });
}

const ROW = '.rows-layer .event-row:not([hidden])';

const countsOf = (page: FrameLocator): Promise<string> => page.locator('.counts').innerText();

/** The first rows there are, from the beginning; the panel has room for few. */
async function firstRows(page: FrameLocator, workbench: Workbench): Promise<string[]> {
  await page.locator('.rows').focus();
  await workbench.page.keyboard.press('Home');
  const rows = page.locator(ROW);
  await until('the beginning is shown', async () =>
    /\s0x[0-9a-f]+\s/.test((await rows.allInnerTexts()).join(' ')),
  );
  return (await rows.allInnerTexts()).slice(0, 2);
}

describe('recordings, and the page of live events in an editor', () => {
  const ui = useUi();

  it('shows one capture in the panel and in an editor, each with its own filter', async () => {
    const { workbench, orders, probes } = ui();
    const { quickPick } = workbench;
    await orders.run();
    await SymbolsEditor.open(workbench, 'orders');
    await workbench.runCommand('Probescope: Attach Uprobe…');
    await quickPick.choose('price_order', 'price_o');
    await quickPick.choose('Attach With Arguments');
    await probes.show();
    await probes.hitsAbove(0, 'price_order');
    await workbench.runCommand('Probescope: Show Live Events');
    const [panel] = await pagesOf(workbench, 'capture', 1);
    await panel!.locator(ROW).nth(1).waitFor();
    await workbench.runCommand('Probescope: Open Live Events in Editor');
    // Which of the two is the editor's does not matter: what one filters the other does not.
    const [one, other] = await pagesOf(workbench, 'capture', 2);
    await one!.locator(ROW).nth(1).waitFor();
    await one!.getByRole('searchbox').fill('nothing is called so');
    await one!.getByText('No event fits the filter.').waitFor();
    const before = await countsOf(other!);
    await until('the other shows all', async () => (await countsOf(other!)) !== before);
    expect(await other!.locator(ROW).count()).toBeGreaterThan(1);
    expect(await other!.getByText('No event fits the filter.').isHidden()).toBe(true);
    await workbench.screenshot('live events in an editor');
    await other!.getByRole('button', { name: 'Stop Capture' }).click();
    await one!.getByRole('button', { name: 'Start Capture' }).waitFor();
    await one!.getByRole('searchbox').fill('');
    await one!.locator(ROW).nth(1).waitFor();
  });

  it('opens what was saved in the same page, without what is masked', async () => {
    const { workbench, orders } = ui();
    const { quickPick } = workbench;
    await workbench.runCommand('View: Close All Editors');
    const [panel] = await pagesOf(workbench, 'capture', 1);
    await workbench.runCommand('Probescope: Mask Columns…');
    await quickPick.row('arg2').click();
    await workbench.page.keyboard.press('Enter');
    await panel!.getByRole('button', { name: 'arg2 (masked)' }).waitFor();
    await panel!.getByRole('button', { name: 'Save Events…' }).click();
    await quickPick.choose('Recording');
    await quickPick.row('process').waitFor();
    await workbench.page.keyboard.press('Enter');
    await until('the dialog for a file is there', async () =>
      (await quickPick.input.inputValue()).endsWith('events.probescope'),
    );
    const path = orders.path('saved.probescope');
    await quickPick.enter(path);
    await workbench.answerToast(/events saved\.$/);
    const [rows, counts] = [await firstRows(panel!, workbench), await countsOf(panel!)];
    expect(rows.join()).toContain('masked');

    await workbench.openFile('saved.probescope');
    const [page] = await pagesOf(workbench, 'recording', 1);
    expect(await firstRows(page!, workbench)).toEqual(rows);
    // Events of a capture that goes on would have a rate.
    expect(counts).toMatch(/^[\d,]+ events$/);
    expect(await countsOf(page!)).toBe(counts);
    expect(await page!.getByRole('button', { name: 'Start Capture' }).isHidden()).toBe(true);
    expect(await page!.getByRole('button', { name: 'Clear' }).isHidden()).toBe(true);
    await page!.getByRole('searchbox').fill('nothing is called so');
    await page!.getByText('No event fits the filter.').waitFor();
    await page!.getByRole('searchbox').fill('');
    await page!.locator(ROW).nth(1).waitFor();
    await workbench.screenshot('recording');
    // The program is here, as it was built then.
    await page!
      .getByRole('region', { name: 'Caller' })
      .getByRole('button', { name: 'Go to Call Site' })
      .press('Enter');
    await workbench.page.locator('.tab.active', { hasText: 'orders.c' }).waitFor();

    const bytes = await readFile(path);
    await writeFile(orders.path('cut.probescope'), bytes.subarray(0, bytes.length / 2));
    await workbench.openFile('cut.probescope');
    expect(await workbench.answerModal()).toContain(
      'The recording is cut off. Take another copy of the file.',
    );
    // A double click may open it twice, and VS Code tells of each.
    await until('it is told no more', async () => {
      await workbench.page.keyboard.press('Escape');
      return workbench.modal.isHidden();
    });
  });
});

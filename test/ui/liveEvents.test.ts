import { source, type AxeResults } from 'axe-core';
import { readFile } from 'node:fs/promises';
import type { FrameLocator, Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { until } from '../rigs/poll';
import type { Workbench } from '../rigs/vscode/workbench';
import { SymbolsEditor } from './support/symbolsEditor';
import { useUi } from './support/uiTest';

/** The page of the Live Events view. */
async function livePage(workbench: Workbench): Promise<FrameLocator> {
  const frames = workbench.page.locator('iframe.webview');
  return until('the page of live events is there', async () => {
    for (let at = 0; at < (await frames.count()); at++) {
      const inner = frames.nth(at).contentFrame().locator('iframe').contentFrame();
      if ((await inner.locator('[role=grid][aria-label="Live events"]').count()) > 0) {
        return inner;
      }
    }
    return undefined;
  });
}

const words = (text: string): string[] => text.trim().split(/\s+/);

/** What axe finds on the page; in its frame alone, as VS Code around it would take longer than all the rest. */
async function violations(page: FrameLocator): Promise<string[]> {
  const main = page.locator('main');
  await main.evaluate(source);
  const run = 'axe.run(document.querySelector("main"))';
  const found: AxeResults = await main.evaluate(run);
  expect(found.passes.length).toBeGreaterThan(5);
  return found.violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .map(node => node.html)
        .join()
        .slice(0, 2000)}`,
  );
}

describe('the Live Events view', () => {
  const ui = useUi();
  const rowsOf = (page: FrameLocator): Locator =>
    page.locator('.rows-layer .event-row:not([hidden])');
  const countOf = async (page: FrameLocator): Promise<number> =>
    Number((await page.locator('.counts').innerText()).split(' ')[0]?.replaceAll(',', ''));

  it('shows every call as it happens, and what it took', async () => {
    const { workbench, orders, probes } = ui();
    await orders.run();
    await workbench.runCommand('Probescope: Show Live Events');
    const empty = await livePage(workbench);
    await empty.getByRole('button', { name: 'Attach Uprobe…' }).click();
    await workbench.quickPick.input.waitFor();
    await workbench.screenshot('live events without a probe');
    await workbench.page.keyboard.press('Escape');
    await workbench.runCommand('View: Hide Panel');
    const symbols = await SymbolsEditor.open(workbench, 'orders');
    await symbols.attach('price_order', 'Attach Return Probe');
    await symbols.marked('price_order', /hit|armed/);
    const { quickPick } = workbench;
    await workbench.runCommand('Probescope: Attach Uprobe…');
    await quickPick.choose('price_order', 'price_o');
    await quickPick.choose('Attach With Arguments');
    await probes.show();
    await probes.hitsAbove(0, 'price_order', 'return');
    await workbench.runCommand('Probescope: Show Live Events');
    const page = await livePage(workbench);
    const rows = rowsOf(page);
    // The second argument is how many: 1 to 20.
    await until('an entry has its arguments', async () =>
      (await rows.allInnerTexts()).some(text =>
        /0x7f[0-9a-f]+\s+0x(1[0-4]?|[2-9a-f])\s/.test(text),
      ),
    );
    await until('a return has a duration', async () =>
      /price_order ↩\s+[\d.]+ [µm]s/.test(await rows.last().innerText()),
    );
    const before = await countOf(page);
    await until('more come', async () => (await countOf(page)) > before + 50);
    expect(await page.locator('.losses').innerText()).toMatch(
      /^missed \d+ · overrun 0 · dropped 0$/,
    );
    await until('the latency is summed up', async () =>
      /p50 [\d.]+ µs/.test(await page.locator('.summary-numbers').first().innerText()),
    );
    const slowest = page.locator('.slowest .line');
    await until('ten slow calls are told', async () => (await slowest.count()) === 10);
    // What others have in the kernel is no matter of this picture, and the page gets its room.
    const views = ['View: Toggle Primary Side Bar Visibility', 'View: Toggle Maximized Panel'];
    for (const view of views) {
      await workbench.runCommand(view);
    }
    await workbench.page.locator('.part.sidebar').waitFor({ state: 'hidden' });
    await page.getByRole('combobox', { name: 'Summary of' }).nth(1).waitFor();
    await workbench.screenshot('live events', { x: 48, y: 28, width: 1232, height: 464 });
    for (const view of views) {
      await workbench.runCommand(view);
    }
    await workbench.page.locator('.part.sidebar').waitFor();
    // Rows are as wide as the names of their columns, also those one has to scroll to.
    const isAsWide = `document.querySelector('.rows').offsetWidth >= document.querySelector('.grid').scrollWidth - 1`;
    expect(await page.locator('body').evaluate(isAsWide)).toBe(true);
    // What has the focus keeps it while all is written anew.
    const line = page.locator('.values .line:visible').first();
    await line.focus();
    const had = await line.innerText();
    await until('it is summed up anew', async () => (await line.innerText()) !== had);
    expect(await page.locator('.line:focus').count()).toBe(1);
  });

  it('stays where the user reads, filters by a value, and goes on', async () => {
    const { workbench } = ui();
    const page = await livePage(workbench);
    const rows = rowsOf(page);
    await rows.first().click();
    const read = await until('the row that is read is there', () => rows.first().innerText());
    await until('newer ones are counted', async () =>
      /[1-9]\d* newer/.test(await page.getByRole('button', { name: 'Follow' }).innerText()),
    );
    expect(await rows.first().innerText()).toBe(read);
    const detail = page.locator('.detail', { hasText: 'Event' }).first();
    await detail.getByRole('button', { name: 'Only this' }).click();
    await page.locator('.chip').waitFor();
    const event = read.includes('↩') ? '↩' : 'price_order';
    await until('only those are shown', async () => {
      const texts = await rows.allInnerTexts();
      return texts.length > 0 && texts.every(text => text.includes('↩') === (event === '↩'));
    });
    await workbench.screenshot('live events filtered');
    // The button that was pressed is gone: the rows have the focus, and no text is there to be selected.
    expect(await page.locator('.rows:focus').count()).toBe(1);
    await workbench.page.keyboard.press('Control+a');
    expect(await page.locator('body').evaluate('String(getSelection())')).toBe('');
    await page.getByRole('button', { name: 'Follow' }).click();
    await page.getByRole('button', { name: 'Clear' }).click();
    await until('a new capture is filtered as well', async () => {
      const counts = await page.locator('.counts').innerText();
      return /^[1-9][\d,]* of [\d,]+ events/.test(counts);
    });
    await page.locator('.chip').click();
    expect(await page.locator('input[type=search]:focus').count()).toBe(1);
    const before = await countOf(page);
    await until('all come again', async () => (await countOf(page)) > before + 20);
  });

  it('stops at once, keeps what it has, and saves it', async () => {
    const { workbench, orders } = ui();
    const page = await livePage(workbench);
    await page.getByRole('button', { name: 'Stop Capture' }).click();
    await page.getByRole('button', { name: 'Start Capture' }).waitFor();
    const kept = await until('nothing comes any more', async () => {
      const [one, two] = [await countOf(page), await countOf(page)];
      return one === two && one > 0 ? one : undefined;
    });
    await page.getByRole('button', { name: 'Save Events…' }).click();
    const { quickPick } = workbench;
    await quickPick.choose('NDJSON');
    await quickPick.input.waitFor();
    await workbench.page.keyboard.press('Enter');
    // The server's own dialog for a path.
    const path = orders.path('saved.ndjson');
    await until('the dialog for a file is there', async () =>
      (await quickPick.input.inputValue()).endsWith('events.ndjson'),
    );
    await quickPick.enter(path);
    const lines = await until('the file is there', async () => {
      const text = await readFile(path, 'utf8');
      return text.endsWith('\n') ? text.trimEnd().split('\n') : undefined;
    });
    expect(lines.length).toBeGreaterThanOrEqual(kept);
    expect(lines.at(-1)).toMatch(/"process":"orders \d+","event":"price_order/);
  });

  it('is the record of the seconds before a condition came true', async () => {
    const { workbench } = ui();
    const { quickPick } = workbench;
    await workbench.runCommand('Probescope: Start Flight Recorder…');
    await quickPick.choose(/^1 MiB.*at .*\/s about/);
    await quickPick.choose('Freeze when price_order is called…');
    await quickPick.choose('Freeze at a Call Where', 'arg2 == x');
    // The kernel says what it does not take, and the condition can be corrected.
    await quickPick.row(/The kernel.*: /).waitFor();
    await quickPick.choose('Freeze at a Call Where arg2 == 7', 'arg2 == 7');
    const status = workbench.page.locator('.statusbar-item', { hasText: 'Frozen by price_order' });
    await status.waitFor();
    expect(await status.innerText()).toMatch(/Frozen by price_order if arg2 == 7 at \d/);
    const page = await livePage(workbench);
    const rows = rowsOf(page);
    await until('what came before is shown, up to the call', async () =>
      /0x7f[0-9a-f]+\s+0x7\s/.test(await rows.last().innerText()),
    );
    expect(await page.locator('.note').innerText()).toMatch(/^Frozen by price_order if arg2 == 7/);
    expect(await page.locator('.losses').innerText()).toMatch(/overrun 0 · dropped 0$/);
    await workbench.screenshot('flight recorder');
  });

  it('has its rows one click away, and filters by a bar, a column and the menu', async () => {
    const { workbench } = ui();
    const page = await livePage(workbench);
    const before = await page.locator('.slowest').innerText();
    await page.getByRole('button', { name: 'Start Capture' }).click();
    // The capture before is told of until then, and what was chosen of it is let go.
    await page.locator('main[data-state=on]').waitFor();
    const rows = rowsOf(page);
    await until(
      'ten slow calls of this capture are told',
      async () =>
        (await page.locator('.slowest').innerText()) !== before &&
        (await page.locator('.slowest .line').count()) === 10,
    );
    await page.locator('.slowest .line').first().click();
    const chosen = page.locator('.event-row[aria-selected=true]');
    await until('the slowest call is chosen', async () =>
      /↩\s+[\d.]+ [nµm]?s/.test(await chosen.innerText()),
    );
    expect(await page.locator('.rows').getAttribute('aria-activedescendant')).toBe(
      await chosen.getAttribute('id'),
    );
    await page.getByLabel('How values are shown').first().selectOption('Linear');
    const bar = page.locator('.histogram-bar').first();
    const range = /^(.+) to (.+): [\d,]+$/.exec((await bar.getAttribute('title')) ?? '');
    await bar.press('Enter');
    await page.locator('.chip').waitFor();
    expect(await page.locator('.chip').innerText()).toBe(`Took ∈ ${range?.[1]} – ${range?.[2]}`);
    await page.locator('.chip').click();
    await page.getByRole('columnheader').getByRole('button', { name: 'Event' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('nothing is called so');
    await workbench.page.keyboard.press('Enter');
    await page.getByText('No event fits the filter.').waitFor();
    await page.locator('.chip').click();
    await page.getByRole('button', { name: 'Summary', exact: true }).click();
    await page.locator('.overview').waitFor({ state: 'hidden' });
    await rows.nth(2).waitFor();
    await rows.first().click();
    await rows.nth(2).click({ modifiers: ['Shift'] });
    expect(await page.locator('aside').innerText()).toContain('3 rows are selected.');
    const lines = (await rows.allInnerTexts()).slice(0, 3);
    await workbench.page.keyboard.press('Control+c');
    await until(
      'the rows are on the clipboard',
      async () => (await workbench.clipboard()).split('\n').length === 4,
    );
    // A cell each, with a tab between; what is shown has white space in their place.
    expect((await workbench.clipboard()).trimEnd().split('\n').map(words)).toEqual(
      lines.map(words),
    );
    await rows.nth(1).locator('.cell').nth(1).click({ button: 'right' });
    await until('the menu is ours', async () => (await workbench.menu.labels()).length > 0);
    expect(await workbench.menu.labels()).toEqual([
      'Go to Call Site',
      'Only This Value',
      'Not This Value',
      'Copy Value',
      'Copy Rows',
    ]);
    await workbench.menu.choose('Copy Value');
    await until('the value is on the clipboard', async () =>
      /^price_order( ↩)?$/.test(await workbench.clipboard()),
    );
    await page.getByRole('button', { name: 'Summary', exact: true }).click();
    await page.locator('.rows').hover();
    await workbench.page.mouse.wheel(0, -2000);
    await page.getByRole('button', { name: 'Follow' }).waitFor();
    await until('the end is reached again, and followed', async () => {
      await workbench.page.mouse.wheel(0, 1e6);
      return (await page.getByRole('button', { name: 'Pause' }).count()) > 0;
    });
  });

  it('can be read in every kind of theme, and by assistive technology', async () => {
    const { workbench, probes } = ui();
    const page = await livePage(workbench);
    await rowsOf(page).first().waitFor();
    for (const [theme, kind] of [
      ['Light Modern', 'vscode-light'],
      ['Light High Contrast', 'vscode-high-contrast-light'],
      ['Dark Modern', 'vscode-dark'],
      ['Dark High Contrast', 'vscode-high-contrast'],
    ] as const) {
      await workbench.runCommand('Preferences: Color Theme');
      await workbench.quickPick.fill(theme);
      await workbench.quickPick.row(theme).waitFor();
      await workbench.page.keyboard.press('Enter');
      await page.locator(`body.${kind}`).waitFor();
      await workbench.screenshot(`live events ${theme}`);
      expect(await violations(page)).toEqual([]);
    }
    await probes.show();
    await workbench.runCommand('Probescope: Remove All');
    await workbench.tree.gone('price_order');
  });
});

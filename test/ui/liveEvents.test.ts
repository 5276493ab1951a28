import type { FrameLocator } from 'playwright-core';
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

describe('the Live Events view', () => {
  const ui = useUi();

  it('shows every call as it happens, with what it took', async () => {
    const { workbench, orders, probes } = ui();
    await orders.run();
    const symbols = await SymbolsEditor.open(workbench, 'orders');
    await symbols.choose('price_order', 'Attach Uprobe');
    await symbols.marked('price_order', /hit|armed/);
    await symbols.choose('price_order', 'Attach Return Probe');
    await probes.show();
    await probes.hitsAbove(0, 'price_order', 'return');
    await workbench.runCommand('Probescope: Show Live Events');
    const page = await livePage(workbench);
    const rows = page.locator('.rows-layer .event-row');
    await until('calls are shown', async () => /price_order/.test(await rows.first().innerText()));
    await until('calls have a duration', async () => /µs/.test(await rows.first().innerText()));
    await workbench.screenshot('live events');
    expect(await page.locator('.losses').innerText()).toBe('nothing lost');
  });
});

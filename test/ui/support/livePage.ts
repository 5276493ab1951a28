import type { FrameLocator } from 'playwright-core';
import { until } from '../../rigs/poll';
import type { Workbench } from '../../rigs/vscode/workbench';

/** The page of the Live Events view. */
export async function livePage(workbench: Workbench): Promise<FrameLocator> {
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

import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import { until } from '../../rigs/poll';
import type { Workbench } from '../../rigs/vscode/workbench';

/** Waits for a notification that begins as `sentence` does, asserts that it is exactly that, and closes it. */
export async function expectNotice(workbench: Workbench, sentence: string): Promise<void> {
  const notice = await findNotice(workbench, sentence.slice(0, 20));
  expect(await notice.locator('.notification-list-item-message').innerText()).toBe(sentence);
  await notice.locator('.codicon-notifications-clear').dispatchEvent('click');
  await notice.waitFor({ state: 'detached' });
}

/** VS Code shows no more than three toasts within 800 ms; further notifications are behind the bell at once. */
async function findNotice({ page }: Workbench, text: string): Promise<Locator> {
  const notice = page.locator('.notification-list-item').filter({ hasText: text }).first();
  const bell = page.locator('.part.statusbar .codicon-bell-dot');
  await until(
    `a notification says ${text}`,
    async () => {
      if (!(await notice.isVisible()) && (await bell.isVisible())) {
        await bell.click({ timeout: 1_000 });
      }
      return notice.isVisible();
    },
    20_000,
  );
  return notice;
}

/** Runs "Create from tracefs Line…" with a line. */
export async function pasteLine(workbench: Workbench, line: string): Promise<void> {
  const { quickPick } = workbench;
  await workbench.runCommand('Probescope: Create from tracefs Line…');
  await quickPick.title.filter({ hasText: 'Create from tracefs Line' }).waitFor();
  await quickPick.enter(line);
}

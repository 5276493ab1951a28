import { expect } from 'vitest';
import type { Workbench } from '../../rigs/vscode/workbench';

/** Waits for a notification that begins as `sentence` does, asserts that it is exactly that, and closes it. */
export async function expectNotice(workbench: Workbench, sentence: string): Promise<void> {
  const beginning = sentence.slice(0, 20);
  const toast = workbench.toast(beginning);
  await toast.waitFor({ timeout: 20_000 });
  expect(await toast.locator('.notification-list-item-message').innerText()).toBe(sentence);
  await closeNotice(workbench, beginning);
}

/** Closes a notification as its X does. */
export async function closeNotice(workbench: Workbench, text: string): Promise<void> {
  const toast = workbench.toast(text);
  await toast.locator('.codicon-notifications-clear').dispatchEvent('click');
  await toast.waitFor({ state: 'detached' });
}

/** Runs "Create from tracefs Line…" with a line. */
export async function pasteLine(workbench: Workbench, line: string): Promise<void> {
  const { quickPick } = workbench;
  await workbench.runCommand('Probescope: Create from tracefs Line…');
  await quickPick.title.filter({ hasText: 'Create from tracefs Line' }).waitFor();
  await quickPick.enter(line);
}

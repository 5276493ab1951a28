import type { Page } from 'playwright-core';
import { QuickPick } from './quickPick';

/**
 * Runs a command by its full title, e.g. `Probescope: Diagnose`. F1 is lost before the keybindings are up, and a palette
 * that opened before the extension was registered never lists its commands: so it is opened again until the row is there.
 */
export async function runCommand(page: Page, title: string): Promise<void> {
  const pick = new QuickPick(page);
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline) {
    await page.keyboard.press('F1');
    const row = pick.rows.and(page.locator(`[aria-label^=${JSON.stringify(title)}]`)).first();
    try {
      await pick.input.waitFor({ timeout: 800 });
      // An editor that takes the focus late, after a click on its tab, closes the palette again.
      await pick.input.fill(`>${title}`, { timeout: 800 });
      await row.waitFor({ timeout: 800 });
    } catch {
      await page.keyboard.press('Escape');
      continue;
    }
    // Once only: a press that is slow to be done and repeated hits what the command has opened meanwhile.
    await row.click({ timeout: 10_000 });
    return;
  }
  const console = (await pick.texts().catch(() => [])).join(' | ');
  throw new Error(`The command palette never listed "${title}" (it showed: ${console})`);
}

import type { JSHandle, Locator, Page } from 'playwright-core';
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
      if (await pressInSight(row)) {
        return;
      }
    } catch {
      // The row is gone, and nothing was pressed.
    }
    await page.keyboard.press('Escape');
  }
  const console = (await pick.texts().catch(() => [])).join(' | ');
  throw new Error(`The command palette never listed "${title}" (it showed: ${console})`);
}

/**
 * Clicks a row if it can be seen; whether it was. Both in one task of the page: a palette that closes at this moment has
 * either run the command or was closed before the click, so that no command runs twice.
 */
async function pressInSight(row: Locator): Promise<boolean> {
  const handle = (await row.elementHandle({ timeout: 800 })) as JSHandle<Clickable>;
  // Without a time limit: one that passes after the click would have it done again.
  return handle.evaluate(element => {
    const inSight = element.isConnected && element.checkVisibility();
    if (inSight) {
      element.click();
    }
    return inSight;
  });
}

/** What is used of an element of the page: this project has no DOM types. */
interface Clickable {
  readonly isConnected: boolean;
  checkVisibility(): boolean;
  click(): void;
}

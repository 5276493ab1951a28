import type { Locator, Page } from 'playwright-core';
import { until } from '../poll';

/** A context menu of VS Code; it sits in an open shadow root, which the locators look into. */
export class ContextMenu {
  private readonly items: Locator;

  constructor(private readonly page: Page) {
    this.items = page.locator('.context-view .monaco-menu .action-item');
  }

  /** Right-clicks `target` until the menu is there: a click that falls into a redraw of the row is lost. */
  async open(target: Locator): Promise<void> {
    await until(
      'the context menu opened',
      async () => {
        await target.click({ button: 'right', timeout: 5_000 });
        await this.items.first().waitFor({ timeout: 1_500 });
        return true;
      },
      20_000,
    );
  }

  /** The labels of what can be chosen. */
  async labels(): Promise<string[]> {
    const enabled = this.items.filter({ hasNot: this.page.locator('.separator') });
    return (await enabled.allInnerTexts()).map(text => text.trim()).filter(text => text !== '');
  }

  /** Chooses the entry labelled `label` of the menu that is open. */
  async choose(label: string): Promise<void> {
    const item = this.item(label);
    await item.waitFor({ timeout: 5_000 });
    await until('the context menu took the click', async () => {
      // It ignores the mouse for its first 100 ms; a click then does nothing, so click until it is gone.
      if (await item.isVisible()) {
        await item.click({ timeout: 1_000 });
      }
      await this.items.first().waitFor({ state: 'hidden', timeout: 500 });
      return true;
    });
  }

  /**
   * Right-clicks `target` and chooses `label`, opening the menu again until it has it: entries of an extension appear only
   * when the extension, or what it knows of the target, is there.
   */
  async chooseOn(target: Locator, label: string): Promise<void> {
    await until(
      `the context menu has "${label}"`,
      async () => {
        await this.open(target);
        const found = await this.item(label).isVisible();
        if (!found) {
          await this.close();
        }
        return found;
      },
      20_000,
    );
    await this.choose(label);
  }

  private item(label: string): Locator {
    const exact = new RegExp(`^\\s*${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);
    const named = this.page.locator('.action-label', { hasText: exact });
    return this.items.filter({ has: named }).and(this.page.locator(':not(.disabled)')).first();
  }

  async close(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.items.first().waitFor({ state: 'hidden' });
  }
}

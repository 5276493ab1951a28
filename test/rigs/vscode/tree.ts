import type { Locator, Page } from 'playwright-core';
import { until } from '../poll';
import { ContextMenu } from './menu';

const ROW = '.part.sidebar .monaco-list-row';

/** The tree in the side bar. A row is named by a part of its text: label and description. */
export class Tree {
  constructor(private readonly page: Page) {}

  row(text: string | RegExp): Locator {
    return this.page.locator(ROW).filter({ hasText: text }).first();
  }

  /** All rows in sight, top to bottom, each as one line. */
  async texts(): Promise<string[]> {
    const texts = await this.page.locator(ROW).allInnerTexts();
    return texts.map(text => text.replace(/\s+/g, ' ').trim());
  }

  /** Waits for a row with `text` and gives all its text. */
  async find(text: string | RegExp, timeout = 20_000): Promise<string> {
    const row = this.row(text);
    await row.waitFor({ timeout });
    return (await row.innerText()).replace(/\s+/g, ' ').trim();
  }

  /** Waits until no row has `text`. */
  async gone(text: string | RegExp, timeout = 20_000): Promise<void> {
    await this.page
      .locator(ROW)
      .filter({ hasText: text })
      .first()
      .waitFor({ state: 'detached', timeout });
  }

  async expand(text: string | RegExp): Promise<void> {
    await until(`the row ${String(text)} is open`, async () => {
      const row = this.row(text);
      if ((await row.getAttribute('aria-expanded', { timeout: 5_000 })) === 'true') {
        return true;
      }
      await row.locator('.monaco-tl-twistie').click({ timeout: 2_000 });
      return (await row.getAttribute('aria-expanded')) === 'true';
    });
  }

  /** Right-clicks the row and chooses `item`. */
  async choose(text: string | RegExp, item: string): Promise<void> {
    await new ContextMenu(this.page).chooseOn(this.row(text), item);
  }

  /**
   * Presses the inline button `title` of the row with `text`. The row is found and its button clicked in one task of the
   * page: between a hover and a real click the row may be drawn anew, and the click would fall on nothing.
   */
  async press(text: string | RegExp, title: string): Promise<void> {
    const button = this.row(text).locator(`.actions .action-label[aria-label^="${title}"]`);
    await button.dispatchEvent('click', {}, { timeout: 20_000 });
  }
}

import type { Locator, Page } from 'playwright-core';

const WIDGET = '.quick-input-widget:visible';

/** The quick pick or input box that is open. */
export class QuickPick {
  readonly input: Locator;
  readonly rows: Locator;
  /** The text under the box: a validation error, or what to type. */
  readonly message: Locator;
  readonly title: Locator;
  private readonly titleBar: Locator;

  constructor(private readonly page: Page) {
    const widget = page.locator(WIDGET);
    // Not plain `input`: there is a hidden check-all box.
    this.input = widget.locator('.quick-input-box input');
    this.rows = widget.locator('.quick-input-list .monaco-list-row');
    this.message = widget.locator('.quick-input-message');
    this.title = widget.locator('.quick-input-title');
    this.titleBar = widget.locator('.quick-input-titlebar');
  }

  /** The first row whose label, description or detail holds `text`. */
  row(text: string | RegExp): Locator {
    return this.rows.filter({ hasText: text }).first();
  }

  /** Types into the box, in place of what is there. */
  async fill(text: string): Promise<void> {
    await this.input.waitFor({ timeout: 15_000 });
    await this.input.fill(text);
  }

  /** Chooses the row with `text`, after typing `filter` if given. */
  async choose(text: string | RegExp, filter?: string): Promise<void> {
    if (filter !== undefined) {
      await this.fill(filter);
    }
    await this.row(text).click({ timeout: 20_000 });
  }

  /** Answers an input box. */
  async enter(text: string): Promise<void> {
    await this.fill(text);
    await this.input.press('Enter');
  }

  /** Presses the button `title` of the row with `text`. */
  async press(text: string | RegExp, title: string): Promise<void> {
    const row = this.row(text);
    await row.hover();
    await row.locator(`.action-label[aria-label^="${title}"]`).click();
  }

  /** Presses a button of the title. */
  async pressTitle(button: string): Promise<void> {
    await this.titleBar.locator(`.action-label[aria-label^="${button}"]`).click();
  }

  /** Closes it without an answer. */
  async cancel(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.page.locator(WIDGET).waitFor({ state: 'hidden' });
  }

  async texts(): Promise<string[]> {
    return (await this.rows.allInnerTexts()).map(text => text.replace(/\s+/g, ' ').trim());
  }
}

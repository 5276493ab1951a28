import type { Browser, BrowserContext, Page } from 'playwright-core';

/** A browser window that reaches nothing but this machine, and keeps what its console said. */
export class BrowserWindow {
  readonly console: string[] = [];

  private constructor(
    private readonly context: BrowserContext,
    readonly page: Page,
  ) {
    page.on('console', message => this.console.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', error => this.console.push(`uncaught: ${error.message}`));
  }

  /** An empty window with a profile of its own. `origin` may use the clipboard. */
  static async open(browser: Browser, origin: string): Promise<BrowserWindow> {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      deviceScaleFactor: 1,
    });
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
    await context.route(
      url => url.hostname !== '127.0.0.1',
      route => route.abort(),
    );
    return new BrowserWindow(context, await context.newPage());
  }

  /**
   * Leaves the page first, as a user's closed tab does: VS Code then ends the extension host at once, where for a lost
   * connection it would wait for hours.
   */
  async close(): Promise<void> {
    await this.page.goto('about:blank');
    await this.context.close();
  }
}

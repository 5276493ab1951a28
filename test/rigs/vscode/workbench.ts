import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator, Locator, Page, PageScreenshotOptions } from 'playwright-core';
import { until } from '../poll';
import { ContextMenu } from './menu';
import { runCommand } from './palette';
import { QuickPick } from './quickPick';
import { Tree } from './tree';

/** Where screenshots go: out/screenshots/<VS Code version>/<name>.png, below the root of the repository. */
export const SCREENSHOTS = 'out/screenshots';

/** VS Code's window, in the terms of what a user does and sees. */
export class Workbench {
  readonly quickPick: QuickPick;
  readonly tree: Tree;
  readonly menu: ContextMenu;
  /** The modal dialog: its text, and its buttons by name. */
  readonly modal: Locator;

  constructor(
    readonly page: Page,
    private readonly version: string,
  ) {
    this.quickPick = new QuickPick(page);
    this.tree = new Tree(page);
    this.menu = new ContextMenu(page);
    this.modal = page.locator('.monaco-dialog-box');
  }

  /** Opens `folder` in the window and waits until the Explorer shows it. */
  async open(serverUrl: string, folder: string): Promise<void> {
    await this.page.goto(`${serverUrl}/?folder=${encodeURIComponent(folder)}`);
    await this.ready();
  }

  async ready(): Promise<void> {
    const item = '.monaco-workbench .part.statusbar .statusbar-item';
    await this.page.locator(item).first().waitFor({ timeout: 60_000 });
    await this.page.locator('.part.activitybar [role=tab]').first().waitFor({ timeout: 30_000 });
  }

  /** Loads the window anew: the extension host starts again too. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.ready();
  }

  /** Runs a command of the palette by its full title, e.g. `Probescope: Diagnose`. */
  runCommand(title: string): Promise<void> {
    return runCommand(this.page, title);
  }

  /** Shows a view container by its title, e.g. `Explorer` or `Probescope`. */
  async showContainer(title: string): Promise<void> {
    const name = new RegExp(`^${title}( [(-].*)?$`);
    const tab = this.page.locator('.part.activitybar').getByRole('tab', { name }).first();
    await until(
      `${title} is shown`,
      async () => {
        if ((await tab.getAttribute('aria-selected', { timeout: 5_000 })) !== 'true') {
          await tab.click({ timeout: 2_000 });
        }
        return (await tab.getAttribute('aria-selected')) === 'true';
      },
      30_000,
    );
  }

  /** Drags the side bar's edge, by CSS pixels. */
  async widenSideBar(by: number): Promise<void> {
    const box = await this.page.locator('.part.sidebar').boundingBox();
    const edge = (box?.x ?? 0) + (box?.width ?? 0);
    await this.page.mouse.move(edge, 300);
    await this.page.mouse.down();
    await this.page.mouse.move(edge + by, 300, { steps: 5 });
    await this.page.mouse.up();
  }

  /** Opens a file of the workspace with the editor VS Code chooses for it. */
  async openFile(name: string): Promise<void> {
    await this.showContainer('Explorer');
    await this.tree.row(name).dblclick({ timeout: 20_000 });
    await this.tab(name).waitFor({ timeout: 20_000 });
  }

  /** An editor's tab, by a part of its label. */
  tab(text: string | RegExp): Locator {
    return this.page.locator('.part.editor .tab').filter({ hasText: text }).first();
  }

  /** The inside of the webview or custom editor in sight. */
  webview(): FrameLocator {
    const outer = this.page.frameLocator('iframe.webview.ready:visible');
    return outer.frameLocator('#active-frame');
  }

  /** Waits for the modal dialog, gives its text, and presses `button` if one is named. */
  async answerModal(button?: string): Promise<string> {
    const message = this.modal.locator('.dialog-message-container');
    await message.waitFor({ timeout: 20_000 });
    const text = await message.innerText();
    if (button !== undefined) {
      await this.modal.getByRole('button', { name: button, exact: true }).click();
      await this.modal.waitFor({ state: 'hidden' });
    }
    return text;
  }

  /** A notification with `text`; its buttons are inside. They go away by themselves: look soon. */
  toast(text: string | RegExp): Locator {
    const items = this.page.locator('.notifications-toasts .notification-list-item');
    return items.filter({ hasText: text }).first();
  }

  /**
   * Waits for a notification with `text`, presses `button` in it if one is named, and gives its message. VS Code adds a
   * toast with the page's next frame, and a browser without a screen may draw none for long: the notification is in the
   * centre all the same, where a user finds it by the bell.
   */
  async answerToast(text: string | RegExp, button?: string): Promise<string> {
    const toast = this.toast(text);
    const centre = this.page.locator('.notifications-center');
    const kept = centre.locator('.notification-list-item').filter({ hasText: text }).first();
    const bell = this.page.locator('.part.statusbar [id="status.notifications"] a');
    const isToast = await toast.waitFor({ timeout: 10_000 }).then(
      () => true,
      () => false,
    );
    if (!isToast) {
      await bell.dispatchEvent('click');
      await kept.waitFor({ timeout: 10_000 });
    }
    const item = isToast ? toast : kept;
    const message = await item.locator('.notification-list-item-message').innerText();
    if (button !== undefined) {
      await item.getByRole('button', { name: button, exact: true }).dispatchEvent('click');
    }
    if (!isToast && (await centre.isVisible())) {
      await bell.dispatchEvent('click');
    }
    return message;
  }

  /** An entry of the status bar. */
  status(text: string | RegExp): Locator {
    return this.page.locator('.part.statusbar .statusbar-item').filter({ hasText: text }).first();
  }

  clipboard(): Promise<string> {
    return this.page.evaluate<string>('navigator.clipboard.readText()');
  }

  /** Saves what the window shows, or a part of it in CSS pixels, as out/screenshots/<VS Code version>/<name>.png. */
  async screenshot(name: string, clip?: PageScreenshotOptions['clip']): Promise<void> {
    const folder = join(SCREENSHOTS, this.version);
    await mkdir(folder, { recursive: true });
    const path = join(folder, `${name}.png`);
    await this.page.screenshot({ path, animations: 'disabled', ...(clip && { clip }) });
  }
}

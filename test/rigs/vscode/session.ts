import type { Browser } from 'playwright-core';
import type { Kit } from '../../../scripts/kits.mjs';
import { until } from '../poll';
import { launchBrowser } from './browser';
import { type ServerOptions, VscodeServer } from './vscodeServer';
import { BrowserWindow } from './window';
import { Workbench } from './workbench';

export interface SessionOptions extends ServerOptions {
  /** The workspace: an absolute path. */
  readonly folder: string;
}

/** A VS Code server and a window of it in a real browser. */
export class Session {
  private readonly windows: BrowserWindow[] = [];
  /** How often its settings were changed. */
  private changes = 0;

  private constructor(
    private readonly kit: Kit,
    private readonly folder: string,
    readonly server: VscodeServer,
    readonly browser: Browser,
  ) {}

  /** Starts a server and a browser with one window, open on the folder. */
  static async start(options: SessionOptions): Promise<Session> {
    const [server, browser] = await Promise.all([VscodeServer.start(options), launchBrowser()]);
    const session = new Session(options.kit, options.folder, server, browser);
    try {
      await session.openWindow();
      return session;
    } catch (error) {
      await session.stop();
      throw error;
    }
  }

  /** The first window. */
  get workbench(): Workbench {
    return this.workbenchOf(0);
  }

  /** The window opened as number `index`, from 0. */
  workbenchOf(index: number): Workbench {
    const window = this.windows[index];
    if (!window) {
      throw new Error(`There is no window ${index}`);
    }
    return new Workbench(window.page, this.kit.version);
  }

  /** Opens one more window, with an extension host of its own. */
  async openWindow(folder = this.folder): Promise<Workbench> {
    const window = await BrowserWindow.open(this.browser, this.server.url);
    this.windows.push(window);
    const workbench = new Workbench(window.page, this.kit.version);
    await workbench.open(this.server.url, folder);
    return workbench;
  }

  /**
   * Sets the settings of the machine, and waits until the first window has them: its title is one of them. What it tells
   * its extension host afterwards comes after them.
   */
  async setMachineSettings(settings: Readonly<Record<string, unknown>>): Promise<void> {
    const title = `settings ${++this.changes}`;
    await this.server.setMachineSettings({ ...settings, 'window.title': title });
    await until('the window has the settings', async () =>
      (await this.workbench.page.title()).startsWith(title),
    );
  }

  /** Closes a window as a user does; its extension host ends a moment later. */
  async closeWindow(index: number): Promise<void> {
    await this.windows[index]?.close();
  }

  /** What the windows' consoles and the server said: for a failure's report. */
  report(): string {
    const consoles = this.windows.flatMap(window => window.console.slice(-40));
    return [...consoles, ...this.server.log.split('\n').slice(-40)].join('\n');
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.server.stop();
  }
}

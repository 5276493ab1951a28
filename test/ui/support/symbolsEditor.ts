import type { FrameLocator, Locator } from 'playwright-core';
import { until } from '../../rigs/poll';
import type { Workbench } from '../../rigs/vscode/workbench';

/** The symbols editor in sight. */
export class SymbolsEditor {
  private readonly frame: FrameLocator;
  readonly filterBox: Locator;
  /** The page in place of the table when a file cannot be read. */
  readonly failure: Locator;

  constructor(private readonly workbench: Workbench) {
    this.frame = workbench.webview();
    this.filterBox = this.frame.getByRole('textbox', { name: 'Filter symbols by name' });
    this.failure = this.frame.getByRole('alert');
  }

  /**
   * Opens the symbols of a file of the workspace as a user does: by the Explorer's context menu.
   * @param shown the name as the page shows it
   */
  static async open(workbench: Workbench, name: string, shown = name): Promise<SymbolsEditor> {
    await workbench.showContainer('Explorer');
    const row = workbench.tree.row(new RegExp(`^\\s*${name}\\s*$`));
    await workbench.menu.chooseOn(row, 'Show Symbols');
    await workbench.page.locator('.part.editor .tab.active').filter({ hasText: name }).waitFor();
    const editor = new SymbolsEditor(workbench);
    // The page in sight may still be that of the tab before.
    const heading = editor.frame.getByRole('heading', { level: 1 }).filter({ hasText: shown });
    await heading.waitFor({ timeout: 20_000 });
    return editor;
  }

  /** The row of a symbol, by its exact name. */
  row(symbol: string): Locator {
    const name = this.frame.locator('.name-text', { hasText: new RegExp(`^${symbol}$`) });
    return this.frame.locator('.row').filter({ has: name, visible: true }).first();
  }

  /** Shows only the symbols that match, and waits until no other row is left. */
  async filter(text: string): Promise<void> {
    await this.filterBox.fill(text, { timeout: 20_000 });
    const names = this.frame.locator('.row .name-text').filter({ visible: true });
    await until(`only rows with ${text} are shown`, async () =>
      (await names.allInnerTexts()).every(name => name.includes(text)),
    );
  }

  /** Hides what cannot be probed. */
  async probeableOnly(): Promise<void> {
    await this.frame.getByRole('checkbox', { name: 'Probeable only' }).check();
  }

  /** Right-clicks a symbol and chooses from VS Code's own menu. */
  async choose(symbol: string, item: string): Promise<void> {
    await this.filter(symbol);
    await this.workbench.menu.chooseOn(this.row(symbol), item);
  }

  /** Attaches to a symbol from the menu: the last step is answered by what it offers first. */
  async attach(symbol: string, item: string): Promise<void> {
    await this.choose(symbol, item);
    await this.workbench.quickPick.choose('Attach to ');
  }

  /** Waits until the symbol's row is marked as probed with a text such as `88 hits`. */
  async marked(symbol: string, text: RegExp): Promise<void> {
    const mark = this.row(symbol).locator('.mark-text');
    await mark.filter({ hasText: text }).waitFor({ timeout: 10_000 });
  }

  /** The page's root, for checks of accessibility. */
  get body(): Locator {
    return this.frame.locator('body');
  }
}

import type { Locator } from 'playwright-core';
import { until } from '../../rigs/poll';
import type { Workbench } from '../../rigs/vscode/workbench';

/** The Probes view. */
export class ProbesTree {
  constructor(private readonly workbench: Workbench) {}

  async show(): Promise<void> {
    await this.workbench.showContainer('Probescope');
  }

  /** The row of a probe: `price_order 12 hits`. A group's row says "this window". */
  row(label: string, description = ''): Locator {
    return this.workbench.tree.row(rowText(label, description));
  }

  /** The hits that a probe's row shows now; undefined while it shows none. */
  async shownHits(label: string, description = ''): Promise<number | undefined> {
    const text = await this.workbench.tree.find(rowText(label, description));
    const hits = /([\d,]+) hits?\b/.exec(text)?.[1];
    return hits === undefined ? undefined : Number(hits.replaceAll(',', ''));
  }

  /** Waits until the row shows more than `least` hits, and gives what it shows. */
  hitsAbove(least: number, label: string, description = ''): Promise<number> {
    return until(`${label} ${description} shows more than ${least} hits`, async () => {
      const hits = await this.shownHits(label, description);
      return hits !== undefined && hits > least ? hits : undefined;
    });
  }

  /** Ticks or unticks the checkbox of a probe. */
  async toggle(label: string, description = ''): Promise<void> {
    const box = this.row(label, description).locator('.monaco-custom-toggle');
    await box.dispatchEvent('click', {}, { timeout: 10_000 });
  }

  /** The text of the tooltip of a row, which begins with its label; `whileOpen` looks at it. */
  async tooltip(label: string, description = '', whileOpen?: () => Promise<void>): Promise<string> {
    const { page } = this.workbench;
    // The tooltip of something else may still be open.
    const hover = page.locator('.monaco-hover:visible').filter({ hasText: label }).last();
    await until(`the tooltip of ${label} opens`, async () => {
      await page.mouse.move(640, 400);
      await this.row(label, description).locator('.label-name').hover();
      await hover.waitFor({ timeout: 3_000 });
      return true;
    });
    const text = await hover.innerText();
    await whileOpen?.();
    await page.mouse.move(640, 400);
    await hover.waitFor({ state: 'hidden' });
    return text;
  }
}

function rowText(label: string, description: string): RegExp {
  const quoted = [label, description].map(text => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return description === ''
    ? new RegExp(`^\\s*${quoted[0]}\\s*(?!.*(this window|return\\s*$))`)
    : new RegExp(`^\\s*${quoted[0]}\\s*(.* · )?${quoted[1]}`);
}

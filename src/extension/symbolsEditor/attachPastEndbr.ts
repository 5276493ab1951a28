import * as vscode from 'vscode';
import type { SymbolRow } from '../../elf/symbolRow';
import { inspectPlace } from '../binaries/inspectPlace';
import { strictRules } from '../binaries/siteRules';
import { siteTarget } from '../binaries/siteTarget';
import { HumanError } from '../errors/humanError';
import type { AttachTools } from '../pickers/attachTools';
import { lastStep } from '../pickers/lastStep';
import type { SymbolsPanel } from './symbolsPanel';

/** Attaches behind the `endbr64` that a function begins with, where that is cheaper and sees the same calls. */
export async function attachPastEndbr(
  { file, uri: { fsPath } }: SymbolsPanel,
  rows: readonly SymbolRow[],
  tools: AttachTools,
): Promise<void> {
  const t = vscode.l10n.t;
  const offset = rows[0]?.fileOffset;
  if (!file || offset === undefined) {
    return;
  }
  const { pastEndbr } = await inspectPlace(fsPath, file, offset, t);
  if (pastEndbr === undefined) {
    throw new HumanError(
      t(
        'This function has no cheaper place that sees the same calls. Attach a uprobe to it instead.',
      ),
    );
  }
  const place = await siteTarget(fsPath, file, 'uprobe', pastEndbr, strictRules, t);
  if ('refusal' in place) {
    throw new HumanError(place.refusal);
  }
  await lastStep(tools, { kind: 'uprobe', target: place.target }, file, { isFirst: true });
}

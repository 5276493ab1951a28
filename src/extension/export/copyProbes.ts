import * as vscode from 'vscode';
import { HumanError } from '../errors/humanError';
import type { AttachRequest } from '../session/attachRequest';
import { lineOrReason } from './tracefsLine';

/** Puts text on the clipboard; nothing where there is none. */
export async function copyText(text: string): Promise<void> {
  if (text !== '') {
    await vscode.env.clipboard.writeText(text);
  }
}

/** Copies the canonical lines of requests; throws a `HumanError` when none of them has one. */
export async function copyLines(requests: readonly AttachRequest[]): Promise<void> {
  const texts = requests.map(lineOrReason);
  const lines = texts.flatMap(text => (text && 'line' in text ? [text.line] : []));
  const reasons = texts.flatMap(text => (text && 'reason' in text ? [text.reason] : []));
  if (lines.length === 0 && requests.length > 0) {
    throw new HumanError(
      reasons[0] ?? vscode.l10n.t('A static tracepoint has no line: it is enabled, not created.'),
    );
  }
  await copyText(lines.join('\n'));
}

import * as vscode from 'vscode';
import type { UserAttachRequest } from '../session/attachRequest';
import type { Mappers } from '../session/ownedProbe';
import { labelText } from './itemText';
import { scopeText } from './scopeText';

/**
 * The last step before several USDT probes are attached, which cannot be one event: each has arguments of
 * its own. Resolves with whether to attach; a single one needs no such step.
 * @param facts what is known of them: how many, what they cost
 */
export async function confirmUsdt(
  requests: readonly UserAttachRequest[],
  facts: readonly string[],
  users: () => Promise<Mappers | undefined>,
): Promise<boolean> {
  const [first] = requests;
  if (!first || requests.length === 1) {
    return true;
  }
  const t = vscode.l10n.t;
  const item = async (): Promise<vscode.QuickPickItem[]> => {
    const mappers = await users().catch(() => undefined);
    const all = [...facts, scopeText(first, mappers, t, vscode.env.language)];
    return [
      {
        label: `$(add) ${t('Attach to {0} USDT Probes', requests.length)}`,
        detail: labelText(all.filter(Boolean).join(' · ')),
      },
    ];
  };
  const title = t('Attach {0} USDT Probes', requests.length);
  const chosen = await vscode.window.showQuickPick(item(), {
    title,
    placeHolder: t('Enter attaches'),
  });
  return chosen !== undefined;
}

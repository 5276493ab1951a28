import * as vscode from 'vscode';
import { listProcesses } from '../../processes/processList';
import { chooseProcesses } from './chooseProcesses';
import type { ScopeChoice } from './scopeChoice';
import { scopeSentence } from './scopeText';

type Item = vscode.QuickPickItem & { readonly kindOf: ScopeChoice['kind'] };

/**
 * Asks whose events are to be captured; undefined when the user goes back.
 * @param isHere whether the helper's processes are those of this machine, which alone can be listed
 */
export async function scopePick(
  current: ScopeChoice,
  isHere: boolean,
): Promise<ScopeChoice | undefined> {
  const t = vscode.l10n.t;
  const { processes } = isHere ? await listProcesses() : { processes: [] };
  const own = process.getuid?.();
  const others = new Set(processes.map(({ uid }) => uid).filter(uid => uid !== own)).size;
  const mark = (kind: ScopeChoice['kind']): { description?: string } =>
    current.kind === kind ? { description: t('now') } : {};
  const items: Item[] = [
    {
      kindOf: 'mine',
      label: `$(account) ${t('My Processes')}`,
      detail: scopeSentence({ kind: 'mine' }, t),
      ...mark('mine'),
    },
    {
      kindOf: 'all',
      label: `$(globe) ${allLabel(others)}`,
      detail: scopeSentence({ kind: 'all' }, t),
      ...mark('all'),
    },
    ...(isHere
      ? [
          {
            kindOf: 'processes' as const,
            label: `$(checklist) ${t('Choose From the List…')}`,
            detail: t('Events of single processes, of their threads and of what they start.'),
            ...mark('processes'),
          },
        ]
      : []),
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title: t('Whose Events to Capture'),
    placeHolder: t('Hits are counted in all processes, whatever you choose'),
  });
  if (chosen?.kindOf === 'processes') {
    return chooseProcesses(processes, current, own);
  }
  return chosen && { kind: chosen.kindOf };
}

function allLabel(others: number): string {
  const t = vscode.l10n.t;
  switch (others) {
    case 0:
      return t('All Processes');
    case 1:
      return t('All Processes (Also Those of Another User)');
    default:
      return t('All Processes (Also Those of {0} Other Users)', others);
  }
}

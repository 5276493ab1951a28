import * as vscode from 'vscode';
import type { ProcessInfo } from '../../processes/processList';
import { MAX_SCOPE_PROCESSES } from '../../protocol/scope';
import { toHex64 } from '../../protocol/scalars';
import { findProcesses, processText } from '../pickers/processRows';
import type { ScopeChoice } from './scopeChoice';

type Item = vscode.QuickPickItem & { readonly process: ProcessInfo };

/** Ticks processes in a list that is searched by name, pid, user or command line; undefined when the user goes back. */
export function chooseProcesses(
  processes: readonly ProcessInfo[],
  current: ScopeChoice,
  own: number | undefined,
): Promise<ScopeChoice | undefined> {
  const t = vscode.l10n.t;
  return new Promise(resolve => {
    const pick = vscode.window.createQuickPick<Item>();
    let ticked = processes.filter(process => isChosen(process, current));
    const show = (): void => {
      const found = findProcesses(processes, pick.value, own).groups.flatMap(
        group => group.processes,
      );
      // What is ticked stays in the list, whatever is searched for.
      const shown = [...ticked, ...found.filter(process => !ticked.includes(process))];
      pick.items = shown.map(process => ({
        ...processText(process, t),
        process,
        alwaysShow: true,
      }));
      pick.selectedItems = pick.items.filter(({ process }) => ticked.includes(process));
    };
    pick.title = t('Processes Whose Events to Capture');
    pick.placeholder = t('Name, pid, user or command line');
    pick.canSelectMany = true;
    pick.onDidChangeValue(show);
    pick.onDidChangeSelection(items => {
      ticked = items.map(({ process }) => process);
    });
    pick.onDidAccept(() => {
      const chosen = ticked.slice(0, MAX_SCOPE_PROCESSES);
      resolve(chosen.length === 0 ? undefined : choiceOf(chosen, own));
      pick.dispose();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    show();
    pick.show();
  });
}

function isChosen({ pid, startTicks }: ProcessInfo, current: ScopeChoice): boolean {
  return (
    current.kind === 'processes' &&
    current.processes.some(one => one.pid === pid && BigInt(one.start) === BigInt(startTicks))
  );
}

function choiceOf(chosen: readonly ProcessInfo[], own: number | undefined): ScopeChoice {
  return {
    kind: 'processes',
    processes: chosen.map(({ pid, name, startTicks }) => ({
      ...{ pid, name },
      start: toHex64(BigInt(startTicks)),
    })),
    otherUsers: chosen.some(({ uid }) => uid !== own),
  };
}

import * as vscode from 'vscode';

/** What a list of a later step asks. */
export interface BackQuestion<T extends vscode.QuickPickItem> {
  readonly title: string;
  readonly placeholder: string;
  readonly items: readonly T[];
}

/** A list that can be left for the step before: `back`; undefined when the user cancels. */
export function backPick<T extends vscode.QuickPickItem>(
  question: BackQuestion<T>,
): Promise<T | 'back' | undefined> {
  return new Promise(resolve => {
    const pick = vscode.window.createQuickPick<T>();
    const end = (chosen: T | 'back' | undefined): void => {
      resolve(chosen);
      pick.dispose();
    };
    pick.title = question.title;
    pick.placeholder = question.placeholder;
    pick.items = question.items;
    pick.matchOnDescription = true;
    pick.matchOnDetail = true;
    pick.buttons = [vscode.QuickInputButtons.Back];
    pick.onDidTriggerButton(() => end('back'));
    pick.onDidAccept(() => {
      const [chosen] = pick.activeItems;
      if (chosen) {
        end(chosen);
      }
    });
    pick.onDidHide(() => end(undefined));
    pick.show();
  });
}

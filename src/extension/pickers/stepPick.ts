import * as vscode from 'vscode';
import type { Mappers } from '../session/ownedProbe';
import { refill, type StepRow } from './refill';

/** The last question before something is attached. */
export interface StepQuestion<S> {
  readonly title: string;
  /** Left out, there is a step before, to go back to. */
  readonly isFirst?: boolean;
  /** What Enter does comes first. */
  readonly items: (users: Mappers | undefined) => readonly StepRow<S>[];
  /** Who runs the file now: told when it is known. */
  readonly users?: (() => Promise<Mappers | undefined>) | undefined;
}

/** Asks what is to be done; `back` for the step before, undefined when the user cancels. */
export function stepPick<S>({
  title,
  isFirst = false,
  items,
  users,
}: StepQuestion<S>): Promise<S | 'back' | undefined> {
  return new Promise(resolve => {
    const pick = vscode.window.createQuickPick<StepRow<S>>();
    const end = (step: S | 'back' | undefined): void => {
      resolve(step);
      pick.dispose();
    };
    pick.title = title;
    pick.placeholder = vscode.l10n.t('Enter attaches');
    pick.buttons = isFirst ? [] : [vscode.QuickInputButtons.Back];
    // Behind a context menu the page takes the focus back, which would end the question before it is read.
    pick.ignoreFocusOut = isFirst;
    pick.items = items(undefined);
    pick.onDidTriggerButton(() => end('back'));
    pick.onDidAccept(() => {
      // VS Code tells which row is active a moment after the rows came; until then it is the first.
      const step = (pick.activeItems[0] ?? pick.items[0])?.step;
      if (step !== undefined) {
        end(step);
      }
    });
    pick.onDidHide(() => end(undefined));
    pick.show();
    users?.().then(
      known => refill(pick, items(known)),
      // The rows hold without the number.
      () => undefined,
    );
  });
}

import * as vscode from 'vscode';
import { commandIds } from '../manifest/commands';
import { readSetting } from '../manifest/readSetting';
import { registerCommand } from '../manifest/registerCommand';
import type { Services } from '../services';
import type { HelperSession } from '../session/helperSession';
import { scopePick } from './scopePick';
import { scopeDescription } from './scopeText';

/**
 * "Choose Processes…", and the choice in sight and in force.
 * @param show puts it in sight
 */
export function registerScope(
  { scope, showError }: Services,
  session: HelperSession,
  show: (words: string) => void,
): vscode.Disposable[] {
  const update = (): void => show(scopeDescription(scope.current, vscode.l10n.t));
  const subscriptions = [
    scope.onDidChange(update),
    session.onDidChangeState(state => {
      if (state === 'connected') {
        scope.begin().catch(showError);
      }
    }),
  ];
  update();
  return [
    registerCommand(commandIds.chooseScope, showError, async () => {
      // A command of the user's own may start a helper on another machine.
      const isHere = session.running
        ? session.running.via !== 'command'
        : readSetting('probescope.helper.command').length === 0;
      const choice = await scopePick(scope.current, isHere);
      await (choice && scope.choose(choice));
    }),
    new vscode.Disposable(() => subscriptions.forEach(subscription => subscription.dispose())),
  ];
}

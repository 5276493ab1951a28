import * as v from 'valibot';
import * as vscode from 'vscode';
import { ColumnMenuContext } from '../../protocol/eventsView';
import type { EventClient } from '../../workers/eventClient';
import type { ShowError } from '../errors/showError';
import { commandIds, type CommandId } from '../manifest/commands';
import { readSetting } from '../manifest/readSetting';
import { registerCommand } from '../manifest/registerCommand';
import { labelText } from '../pickers/itemText';
import { maskedSentence } from './maskedSentence';
import { MASKED_COLUMNS, withMask } from './maskedColumns';

/** The page whose column's name was right-clicked. */
interface MaskablePage {
  readonly worker: Pick<EventClient, 'request'>;
  readonly isRecording: boolean;
}

type PageOf = (page: number) => MaskablePage | undefined;

/** The context menu of a column's name: its values are kept, or no longer. It comes from the page, so it is checked. */
export function registerColumnMenu(showError: ShowError, pageOf: PageOf): vscode.Disposable[] {
  const register = (id: CommandId, isMasked: boolean): vscode.Disposable =>
    registerCommand(id, showError, async argument => {
      const context = v.safeParse(ColumnMenuContext, argument);
      const page = context.success ? pageOf(context.output.page) : undefined;
      if (context.success && page) {
        await setMask(page, context.output.column, isMasked);
      }
    });
  return [
    register(commandIds.eventMaskColumn, true),
    register(commandIds.eventUnmaskColumn, false),
  ];
}

async function setMask(
  { worker, isRecording }: MaskablePage,
  name: string,
  isMasked: boolean,
): Promise<void> {
  const schemas = await worker.request('schemas', {});
  const patterns = withMask(readSetting(MASKED_COLUMNS), schemas, name, isMasked);
  await vscode.workspace
    .getConfiguration()
    .update(MASKED_COLUMNS, patterns, vscode.ConfigurationTarget.Global);
  const sentence = maskedSentence(labelText(name), isMasked, isRecording, vscode.l10n.t);
  // It waits for nobody: the message stays as long as it likes.
  void vscode.window.showInformationMessage(sentence);
}

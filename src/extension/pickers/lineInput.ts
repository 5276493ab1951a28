import * as vscode from 'vscode';
import { tracefsLine } from '../export/tracefsLine';
import type { AttachRequest } from '../session/attachRequest';
import { editedRequest, type TargetAtOffset } from './lineEdit';

/** Lets the user change the canonical line; undefined when they go back. */
export async function editLine(
  request: AttachRequest,
  targetAt: TargetAtOffset,
): Promise<AttachRequest | undefined> {
  const t = vscode.l10n.t;
  const line = await vscode.window.showInputBox({
    title: t('The line for the kernel'),
    prompt: t('Event name and arguments may change. Enter attaches, Escape goes back.'),
    // Of a USDT probe with several sites that of the first: changes go for all of them.
    value: tracefsLine(request)?.split('\n', 1)[0] ?? '',
    valueSelection: [0, 0],
    ignoreFocusOut: true,
    validateInput: async text => {
      const edit = await editedRequest(request, text, targetAt, t);
      return 'refusal' in edit ? edit.refusal : undefined;
    },
  });
  if (line === undefined) {
    return undefined;
  }
  const edit = await editedRequest(request, line, targetAt, t);
  return 'request' in edit ? edit.request : undefined;
}

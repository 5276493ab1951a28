import * as vscode from 'vscode';
import { HumanError } from '../errors/humanError';
import { readPastedLine, type PastedLine } from '../export/pastedLine';
import { commandIds } from '../manifest/commands';
import { registerCommand } from '../manifest/registerCommand';
import { counterRefusal } from '../binaries/counterRefusal';
import { siteTarget } from '../binaries/siteTarget';
import { openForPicker, type UserPickers } from '../pickers/attachUserProbe';
import type { Services } from '../services';
import type { AttachRequest } from '../session/attachRequest';

/** "Create from tracefs Line…": what is on the clipboard is offered when it reads as a line. */
export function registerPasteLine(
  { attacher, showError }: Services,
  pickers: UserPickers,
): vscode.Disposable {
  return registerCommand(commandIds.pasteLine, showError, async () => {
    const line = await askLine();
    if (line !== undefined) {
      const pasted = readPastedLine(line, vscode.l10n.t);
      await attacher.attach([await requestOf(pasted, pickers)]);
    }
  });
}

async function askLine(): Promise<string | undefined> {
  const t = vscode.l10n.t;
  const clipboard = (await vscode.env.clipboard.readText()).trim();
  return vscode.window.showInputBox({
    title: t('Create from tracefs Line'),
    prompt: t('A line of uprobe_events or kprobe_events. Its group is not taken.'),
    placeHolder: 'p:EVENT /bin/app:0x1139 id=%di:u64',
    value: 'refusal' in readPastedLine(clipboard, t) ? '' : clipboard,
    ignoreFocusOut: true,
    validateInput: text => {
      const pasted = readPastedLine(text, t);
      return 'refusal' in pasted ? pasted.refusal : undefined;
    },
  });
}

async function requestOf(pasted: PastedLine, pickers: UserPickers): Promise<AttachRequest> {
  if ('refusal' in pasted) {
    throw new HumanError(pasted.refusal);
  }
  if ('request' in pasted) {
    return pasted.request;
  }
  const { kind, path, offset, refCtrOffset, ...edited } = pasted;
  const binary = await openForPicker(pickers, path);
  try {
    const place = await siteTarget(path, binary.file, kind, offset, pickers.rules, vscode.l10n.t);
    if ('refusal' in place) {
      throw new HumanError(place.refusal);
    }
    const wrong = counterRefusal(place.target, refCtrOffset, vscode.l10n.t);
    if (wrong !== undefined) {
      throw new HumanError(wrong);
    }
    return { kind, target: place.target, ...edited };
  } finally {
    binary.dispose();
  }
}

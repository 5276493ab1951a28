import * as vscode from 'vscode';
import type { AttachRequest } from '../session/attachRequest';
import { labelText } from './itemText';
import { Latest } from './latest';
import type { LineEdit } from './lineEdit';
import type { LineRefusal } from './lineRefusal';

/** What is asked for a line. */
export interface LineQuestion {
  readonly title: string;
  readonly line: string;
  /** What the kernel said of it already. */
  readonly refusal?: LineRefusal;
  /** @param isDone it is not typed any more: now the user may be asked about it */
  readonly read: (line: string, isDone: boolean) => Promise<LineEdit>;
  /** Takes it; what is wrong with it where the kernel refuses it, so that it can be corrected. */
  readonly set: (request: AttachRequest, line: string) => Promise<LineRefusal | undefined>;
}

/** Lets the user change a line until it is taken. What was typed stays until then; resolves also when they go back. */
export function lineBox(question: LineQuestion): Promise<void> {
  const box = vscode.window.createInputBox();
  const reads = new Latest();
  const show = ({ sentence, at }: LineRefusal): void => {
    box.validationMessage = labelText(sentence);
    if (at) {
      box.valueSelection = at;
    }
  };
  const check = async (): Promise<void> => {
    const line = box.value;
    const read = await reads.run(() => question.read(line, false));
    if (read) {
      box.validationMessage = 'refusal' in read.value ? labelText(read.value.refusal) : undefined;
    }
  };
  const accept = async (): Promise<LineRefusal | undefined> => {
    reads.cancel();
    const line = box.value;
    const edit = await question.read(line, true);
    return 'refusal' in edit ? { sentence: edit.refusal } : question.set(edit.request, line);
  };
  const asked = new Promise<void>((resolve, reject) => {
    const failed = (error: unknown): void =>
      reject(error instanceof Error ? error : new Error(String(error)));
    box.onDidChangeValue(() => void check().catch(failed));
    box.onDidAccept(() => {
      // The box is disabled a moment later: Enter may come once more.
      if (!box.enabled) {
        return;
      }
      box.busy = true;
      box.enabled = false;
      accept().then(refusal => {
        if (!refusal) {
          resolve();
          return;
        }
        box.busy = false;
        box.enabled = true;
        show(refusal);
      }, failed);
    });
    box.onDidHide(() => resolve());
  });
  box.title = question.title;
  box.prompt = vscode.l10n.t('Event name and arguments may change.');
  box.value = question.line;
  box.valueSelection = question.refusal?.at ?? [0, 0];
  box.ignoreFocusOut = true;
  if (question.refusal) {
    show(question.refusal);
  }
  box.show();
  return asked.finally(() => box.dispose());
}

import * as vscode from 'vscode';
import type { FilterField } from './filterFields';
import { filterRows, type FilterRow, type FilterWords } from './filterRows';
import type { FilterRefusal } from './filterSentences';

/** What is asked for a filter. */
export interface FilterQuestion {
  readonly title: string;
  /** The filter that is there. */
  readonly filter: string | undefined;
  readonly fields: readonly FilterField[] | undefined;
  /** What it decides, where that is not what is captured. */
  readonly words?: FilterWords;
  /** There is a step before it, to go back to. */
  readonly hasBack?: true;
  /** What the kernel said of it already. */
  readonly refusal?: FilterRefusal;
  /** Sets it; its words where the kernel refuses it, so that it can be corrected. */
  readonly set: (filter: string | undefined) => Promise<FilterRefusal | undefined>;
}

/** Lets the user type a filter, with completions, until it is set. False when they go back. */
export function filterPick(question: FilterQuestion): Promise<boolean> {
  const t = vscode.l10n.t;
  return new Promise((resolve, reject) => {
    const pick = vscode.window.createQuickPick<vscode.QuickPickItem & FilterRow>();
    const end = (isSet: boolean): void => {
      resolve(isSet);
      pick.dispose();
    };
    // VS Code tells a change of the value also when the value is first shown: a refusal is of its text, however often.
    let refused = { filter: question.filter, refusal: question.refusal };
    const show = (): void => {
      const refusal = pick.value === refused.filter ? refused.refusal : undefined;
      pick.items = filterRows(pick.value, question.fields, refusal, t, question.words).map(row => ({
        ...row,
        alwaysShow: true,
      }));
    };
    const set = async (): Promise<void> => {
      const filter = pick.value.trim();
      pick.busy = true;
      pick.enabled = false;
      refused = {
        filter: pick.value,
        refusal: await question.set(filter === '' ? undefined : filter),
      };
      if (refused.refusal === undefined) {
        end(true);
        return;
      }
      pick.busy = false;
      pick.enabled = true;
      show();
    };
    pick.title = question.title;
    pick.placeholder = t('A condition over the fields of the event');
    pick.ignoreFocusOut = true;
    pick.buttons = question.hasBack ? [vscode.QuickInputButtons.Back] : [];
    pick.onDidTriggerButton(() => end(false));
    pick.onDidChangeValue(() => show());
    pick.onDidAccept(() => {
      // VS Code tells which row is active a moment after the rows came; until then it is the first.
      const { act } =
        pick.activeItems.find(item => pick.items.includes(item)) ?? pick.items[0] ?? {};
      if (act === 'set') {
        set().catch((error: unknown) => {
          pick.dispose();
          reject(error instanceof Error ? error : new Error(String(error)));
        });
      } else if (act) {
        pick.value = act.type;
        show();
      }
    });
    pick.onDidHide(() => end(false));
    pick.show();
    // What is there when it is shown is selected, and lost at the first key. Where there is nothing, nothing is set: it
    // would reach the box a moment after it is shown, and take the place of what was typed by then.
    if (question.filter !== undefined) {
      pick.value = question.filter;
    }
    show();
  });
}

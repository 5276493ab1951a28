import * as vscode from 'vscode';
import { lineOrReason } from '../export/tracefsLine';
import { requestLabel, type AttachRequest, type UserSymbol } from '../session/attachRequest';
import type { FileUsers } from '../../processes/mappedFiles';
import { labelText } from './itemText';
import { editLine } from './lineInput';
import { askMaxActive } from './maxActiveInput';
import { scopeText } from './scopeText';

/** What the last step may look up meanwhile. */
export interface ConfirmLookups {
  /** Who runs the file now. */
  readonly users?: () => Promise<FileUsers>;
  /** The function that begins at another offset of the file. */
  readonly symbolAt?: (offset: bigint) => Promise<UserSymbol | undefined>;
}

type Step = 'attach' | 'line' | 'maxActive';
type StepItem = vscode.QuickPickItem & { readonly step: Step };

/**
 * The last step before anything is written: target and scope, Attach first, the exact line one key
 * away. Resolves with the request, which the line may have changed; `back` for the step before.
 */
export async function confirmStep(
  request: AttachRequest,
  lookups: ConfirmLookups,
): Promise<AttachRequest | 'back' | undefined> {
  let current = request;
  for (;;) {
    const step = await chooseStep(current, lookups);
    switch (step) {
      case 'attach':
        return current;
      case 'line': {
        const edited = await editLine(
          current,
          lookups.symbolAt ?? (() => Promise.resolve(undefined)),
        );
        if (edited) {
          return edited;
        }
        break;
      }
      case 'maxActive':
        if (current.kind === 'kretprobe') {
          current = await askMaxActive(current);
        }
        break;
      default:
        return step;
    }
  }
}

function chooseStep(
  request: AttachRequest,
  lookups: ConfirmLookups,
): Promise<Step | 'back' | undefined> {
  return new Promise(resolve => {
    const pick = vscode.window.createQuickPick<StepItem>();
    const end = (step: Step | 'back' | undefined): void => {
      resolve(step);
      pick.dispose();
    };
    pick.title = titleOf(request);
    pick.placeholder = vscode.l10n.t('Enter attaches');
    pick.buttons = [vscode.QuickInputButtons.Back];
    pick.items = stepItems(request, undefined);
    pick.onDidTriggerButton(() => end('back'));
    pick.onDidAccept(() => end(pick.activeItems[0]?.step ?? 'attach'));
    pick.onDidHide(() => end(undefined));
    pick.show();
    lookups.users?.().then(
      users => (pick.items = stepItems(request, users)),
      // The sentence holds without the number.
      () => undefined,
    );
  });
}

function titleOf(request: AttachRequest): string {
  return vscode.l10n.t('Attach {0}: {1}', request.kind, requestLabel(request));
}

function stepItems(request: AttachRequest, users: FileUsers | undefined): StepItem[] {
  const t = vscode.l10n.t;
  const items: StepItem[] = [
    {
      step: 'attach',
      label: `$(add) ${t('Attach to {0}', labelText(requestLabel(request)))}`,
      detail: labelText(scopeText(request, users, t)),
      alwaysShow: true,
    },
  ];
  const text = lineOrReason(request);
  if (text && 'line' in text) {
    items.push({
      step: 'line',
      label: `$(edit) ${t('Show tracefs Line')}`,
      detail: labelText(text.line),
      alwaysShow: true,
    });
  }
  if (request.kind === 'kretprobe') {
    items.push({
      step: 'maxActive',
      label: `$(settings) ${t('Set maxactive')}`,
      detail:
        request.maxActive === undefined
          ? t('Calls followed at a time: the kernel decides')
          : t('Calls followed at a time: {0}', request.maxActive),
      alwaysShow: true,
    });
  }
  return items;
}

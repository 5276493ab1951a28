import * as v from 'valibot';
import type * as vscode from 'vscode';
import {
  EventMenuContext,
  type EventMenuAction,
  type ToEventsView,
} from '../../protocol/eventsView';
import { commandIds, type CommandId } from '../manifest/commands';
import { registerCommand } from '../manifest/registerCommand';
import type { Services } from '../services';

/**
 * The context menu of the events' table. The page knows what is selected, so it does what is asked; which
 * page it is comes from the page, so it is checked.
 */
export function registerEventMenu(
  showError: Services['showError'],
  pageOf: (page: number) => { readonly send: (message: ToEventsView) => void } | undefined,
): vscode.Disposable[] {
  const actions: readonly (readonly [CommandId, EventMenuAction])[] = [
    [commandIds.eventCopyRows, 'copyRows'],
    [commandIds.eventCopyValue, 'copyValue'],
    [commandIds.eventOnlyThis, 'onlyThis'],
    [commandIds.eventNotThis, 'notThis'],
  ];
  return actions.map(([id, action]) =>
    registerCommand(id, showError, argument => {
      const context = v.safeParse(EventMenuContext, argument);
      if (context.success) {
        pageOf(context.output.page)?.send({ type: 'menu', action });
      }
      return Promise.resolve();
    }),
  );
}

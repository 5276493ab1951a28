import * as vscode from 'vscode';
import { Latest } from './latest';

/** A row; one without a value cannot be chosen. */
export interface SearchItem<T> extends vscode.QuickPickItem {
  readonly value?: T;
  /** Tells the row when it is shown again with more text. */
  readonly key?: number | string;
}

export interface SearchOptions<T> {
  readonly title: string;
  readonly placeholder: string;
  /** What the box holds at first. */
  readonly text?: string;
  /** Buttons of the title. */
  readonly buttons?: readonly vscode.QuickInputButton[];
  /**
   * At most 200 rows for what was typed; an aborted search may reject. What is found before all is
   * can be shown meanwhile.
   */
  readonly search: (
    text: string,
    signal: AbortSignal,
    showSome: (items: readonly SearchItem<T>[]) => void,
  ) => Promise<readonly SearchItem<T>[]>;
  /** The row that says why a search failed. */
  readonly failed: (error: unknown) => string;
}

/** How a picker ended: a row, perhaps by one of its buttons, or a button of the title. */
export type SearchChoice<T> =
  | {
      readonly value: T;
      readonly button: vscode.QuickInputButton | undefined;
      readonly text: string;
    }
  | { readonly titleButton: vscode.QuickInputButton };

/** A QuickPick that is filtered elsewhere: it shows what `search` finds, as it is. */
export function searchPick<T>(options: SearchOptions<T>): Promise<SearchChoice<T> | undefined> {
  return new Promise(resolve => {
    const pick = vscode.window.createQuickPick<SearchItem<T>>();
    const latest = new Latest();
    const end = (choice: SearchChoice<T> | undefined): void => {
      resolve(choice);
      latest.cancel();
      pick.dispose();
    };
    // Enter while a search runs is meant for what it finds, not for the rows of an older text.
    let entered = false;
    let current = false;
    const show = (items: readonly SearchItem<T>[]): void => {
      // More of the same search: the row that the user went to stays active.
      const active = current ? pick.activeItems.find(item => pick.items.includes(item)) : undefined;
      const key = active === first() ? undefined : active?.key;
      pick.keepScrollPosition = current;
      // VS Code would filter again, and drops what has no literal match.
      pick.items = items.map(item => ({ ...item, alwaysShow: true }));
      if (key !== undefined) {
        pick.activeItems = pick.items.filter(item => item.key === key);
      }
      current = true;
    };
    const search = (text: string): void => {
      entered = false;
      current = false;
      pick.busy = true;
      latest
        .run(signal =>
          options.search(text, signal, items => {
            if (!signal.aborted) {
              show(items);
            }
          }),
        )
        .catch((error: unknown) => ({ value: [{ label: options.failed(error) }] }))
        .then(found => {
          if (found) {
            show(found.value);
            pick.busy = false;
            if (entered) {
              choose(first());
            }
          }
        })
        .catch(() => undefined);
    };
    const first = (): SearchItem<T> | undefined =>
      pick.items.find(item => item.value !== undefined);
    const accept = (): void => {
      entered = !current;
      if (current) {
        // VS Code tells which row is active a moment after the rows came; until then it is the first.
        choose(pick.activeItems.find(item => pick.items.includes(item)) ?? first());
      }
    };
    const choose = (item: SearchItem<T> | undefined, button?: vscode.QuickInputButton): void => {
      if (item?.value !== undefined) {
        end({ value: item.value, button, text: pick.value });
      }
    };
    pick.title = options.title;
    pick.placeholder = options.placeholder;
    pick.value = options.text ?? '';
    pick.buttons = options.buttons ?? [];
    pick.onDidChangeValue(search);
    pick.onDidAccept(accept);
    pick.onDidTriggerItemButton(({ item, button }) => choose(item, button));
    pick.onDidTriggerButton(button => end({ titleButton: button }));
    pick.onDidHide(() => end(undefined));
    pick.show();
    search(pick.value);
  });
}

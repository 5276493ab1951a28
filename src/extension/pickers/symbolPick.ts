import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { SymbolRow } from '../../elf/symbolRow';
import type { SymbolFile } from '../../workers/symbolClient';
import type { SymbolPage } from '../../workers/symbolMessages';
import { wantedSymbols } from '../debugFiles/wantedSymbols';
import { patternSentence } from '../errors/patternSentence';
import { shownName } from '../targets/shownName';
import { labelText } from './itemText';
import { pickCosts, type PickCosts } from './pickCosts';
import { searchPick, type SearchItem } from './searchPick';
import { allItem, moreItem, symbolItemText } from './symbolItems';

/**
 * Functions shown at a time: more makes the list slow, and nobody reads them. With the rows that tell how
 * many more there are and attach to all, the list has 200.
 */
const ROWS = 198;

/** What was chosen: a symbol and what to do with it, or another binary. */
export type SymbolChoice =
  | {
      readonly row: SymbolRow;
      readonly action: 'attach' | 'return' | 'copy' | 'reveal';
      /** What was typed, to come back to. */
      readonly text: string;
    }
  /** Every function that `text` finds. */
  | { readonly all: true; readonly kind: 'uprobe' | 'uretprobe'; readonly text: string }
  | { readonly other: 'file' | 'process' }
  /** Names of more functions are wanted. */
  | { readonly debugSymbols: true };

/** The functions of one binary, filtered in the worker as one types. */
export async function symbolPick(
  path: string,
  file: SymbolFile,
  kind: 'uprobe' | 'uretprobe',
  text = '',
): Promise<SymbolChoice | undefined> {
  const t = vscode.l10n.t;
  const name = shownName(path, file.info);
  const buttons = symbolButtons();
  const choice = await searchPick<SymbolRow | 'all'>({
    title: kind === 'uprobe' ? t('Attach Uprobe: {0}', name) : t('Attach Return Probe: {0}', name),
    placeholder: t('Function of {0}: text, SSL_* or /regex/', file.info.origin?.path ?? path),
    text,
    buttons: [
      ...(wantedSymbols(file.info) === undefined ? [] : [buttons.debugSymbols]),
      buttons.file,
      buttons.process,
    ],
    failed: error =>
      patternSentence(error, t) ?? t('The symbols could not be read: {0}', String(error)),
    search: async (typed, signal, showSome) => {
      const query = { text: typed, limit: ROWS };
      const itemsOf = (page: SymbolPage, costs?: PickCosts): Item[] =>
        pageItems(page, path, kind, typed, buttons, costs);
      let page = await file.query({ ...query, now: true }, signal);
      if (page.partial ?? page.counting) {
        if (page.total > 0) {
          showSome(itemsOf(page));
        }
        page = await file.query(query, signal);
      }
      const known = await pickCosts(file, page, signal, some => showSome(itemsOf(page, some)));
      return itemsOf(page, known);
    },
  });
  if (!choice) {
    return undefined;
  }
  if ('titleButton' in choice) {
    if (choice.titleButton === buttons.debugSymbols) {
      return { debugSymbols: true };
    }
    return { other: choice.titleButton === buttons.process ? 'process' : 'file' };
  }
  if (choice.value === 'all') {
    const isReturn = choice.button === buttons.otherKind;
    return { all: true, kind: isReturn ? 'uretprobe' : kind, text: choice.text };
  }
  const action =
    choice.button === buttons.otherKind
      ? 'return'
      : choice.button === buttons.copy
        ? 'copy'
        : choice.button === buttons.reveal
          ? 'reveal'
          : 'attach';
  return { row: choice.value, action, text: choice.text };
}

type Item = SearchItem<SymbolRow | 'all'>;

function pageItems(
  page: SymbolPage,
  path: string,
  kind: 'uprobe' | 'uretprobe',
  text: string,
  buttons: Buttons,
  costs?: PickCosts,
): Item[] {
  const t = vscode.l10n.t;
  const items: Item[] = page.rows.map(row => ({
    ...symbolItemText(row, kind, t, costs?.get(row.index)),
    value: row,
    key: row.index,
    buttons: row[kind].ok ? rowButtons(row, kind, buttons) : [buttons.reveal],
  }));
  const more = page.total - page.rows.length;
  items.push(
    ...(page.counting
      ? [{ label: '$(ellipsis)', description: t('counting…') }]
      : moreItem(more, 'functions', t, vscode.env.language)),
  );
  for (const item of allItem(text, page.total, t, vscode.env.language)) {
    items.push({ ...item, value: 'all', buttons: kind === 'uprobe' ? [buttons.otherKind] : [] });
  }
  return items.length > 0
    ? items
    : [{ label: t('No function of {0} matches', labelText(basename(path))) }];
}

type Buttons = ReturnType<typeof symbolButtons>;

function symbolButtons(): Record<
  'debugSymbols' | 'file' | 'process' | 'otherKind' | 'copy' | 'reveal',
  vscode.QuickInputButton
> {
  const t = vscode.l10n.t;
  const button = (icon: string, tooltip: string): vscode.QuickInputButton => ({
    iconPath: new vscode.ThemeIcon(icon),
    tooltip,
  });
  return {
    debugSymbols: button('cloud-download', t('Download Debug Symbols')),
    file: button('folder-opened', t('Choose Another Binary')),
    process: button('server-process', t('Choose From a Running Process')),
    otherKind: button('debug-step-out', t('Attach Return Probe')),
    copy: button('copy', t('Copy Definition')),
    reveal: button('list-tree', t('Show in Symbols Editor')),
  };
}

function rowButtons(
  row: SymbolRow,
  kind: 'uprobe' | 'uretprobe',
  buttons: Buttons,
): vscode.QuickInputButton[] {
  const canReturn = kind === 'uprobe' && row.uretprobe.ok;
  return [...(canReturn ? [buttons.otherKind] : []), buttons.copy, buttons.reveal];
}

import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { SymbolRow } from '../../elf/symbolRow';
import type { SymbolFile } from '../../workers/symbolClient';
import type { SymbolPage } from '../../workers/symbolMessages';
import { wantedSymbols } from '../debugFiles/wantedSymbols';
import { patternSentence } from '../errors/patternSentence';
import { shownName } from '../targets/shownName';
import { labelText } from './itemText';
import { searchPick, type SearchItem } from './searchPick';
import { moreItem, symbolItemText } from './symbolItems';

/** Rows shown at a time: more makes the list slow, and nobody reads them. */
const ROWS = 200;

/** What was chosen: a symbol and what to do with it, or another binary. */
export type SymbolChoice =
  | {
      readonly row: SymbolRow;
      readonly action: 'attach' | 'return' | 'copy' | 'reveal';
      /** What was typed, to come back to. */
      readonly text: string;
    }
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
  const choice = await searchPick<SymbolRow>({
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
      const page = await file.query({ ...query, now: true }, signal);
      if (!page.partial) {
        return pageItems(page, path, kind, buttons);
      }
      if (page.total > 0) {
        showSome(pageItems(page, path, kind, buttons));
      }
      return pageItems(await file.query(query, signal), path, kind, buttons);
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

function pageItems(
  page: SymbolPage,
  path: string,
  kind: 'uprobe' | 'uretprobe',
  buttons: Buttons,
): SearchItem<SymbolRow>[] {
  const t = vscode.l10n.t;
  const items: SearchItem<SymbolRow>[] = page.rows.map(row => ({
    ...symbolItemText(row, kind, t),
    value: row,
    buttons: row[kind].ok ? rowButtons(row, kind, buttons) : [buttons.reveal],
  }));
  const more = page.total - page.rows.length;
  items.push(...moreItem(more, 'functions', t, vscode.env.language));
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

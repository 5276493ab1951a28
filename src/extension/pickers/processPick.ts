import { basename } from 'node:path';
import * as vscode from 'vscode';
import { hidesProcesses } from '../../processes/hiddenProcesses';
import { containerHostname } from '../../processes/hostname';
import { listProcesses } from '../../processes/processList';
import { pathText, type ProcessFile } from '../targets/processFile';
import { backPick } from './backPick';
import { labelText } from './itemText';
import { findProcesses, processText, type NamedProcess, type ProcessGroup } from './processRows';
import { searchPick, type SearchItem } from './searchPick';

/** A running process, looked for by name, pid, user, container or command line; `back` for the step before. */
export async function processPick(): Promise<NamedProcess | 'back' | undefined> {
  const t = vscode.l10n.t;
  const all = allProcesses();
  const hidden = hidesProcesses();
  const choice = await searchPick<NamedProcess>({
    title: t('Running Process'),
    buttons: [vscode.QuickInputButtons.Back],
    placeholder: t('Name, pid, user, container or command line'),
    failed: error => t('The processes could not be listed: {0}', String(error)),
    search: async typed => {
      const { groups, more } = findProcesses(await all, typed, process.getuid?.());
      const rows = groups.flatMap(({ group, processes }) => [
        separator(group),
        ...processes.map(value => ({ ...processText(value, t), value })),
      ]);
      return [...rows, ...notes(rows.length === 0, more, await hidden)];
    },
  });
  return choice && ('value' in choice ? choice.value : 'back');
}

/** Which of its files: the program first, then the libraries; `back` for another process. */
export async function processFilePick(
  { name, pid }: NamedProcess,
  files: readonly ProcessFile[],
): Promise<ProcessFile | 'back' | undefined> {
  const t = vscode.l10n.t;
  const chosen = await backPick({
    title: t('Program or library of {0} ({1})', name, pid),
    placeholder: t('All processes that run the file are probed, not only this one'),
    items: files.map(fileItem),
  });
  return chosen === 'back' ? chosen : chosen?.file;
}

async function allProcesses(): Promise<NamedProcess[]> {
  const { processes } = await listProcesses();
  return Promise.all(
    processes.map(async info => {
      const hostname = info.container ? await containerHostname(info.pid) : undefined;
      return hostname === undefined ? info : { ...info, hostname };
    }),
  );
}

function separator(group: ProcessGroup): SearchItem<NamedProcess> {
  const t = vscode.l10n.t;
  const labels: Readonly<Record<ProcessGroup, string>> = {
    mine: t('Yours'),
    containers: t('In containers'),
    others: t('Of other users'),
  };
  return { label: labels[group], kind: vscode.QuickPickItemKind.Separator };
}

/** Rows that cannot be chosen. */
function notes(isEmpty: boolean, more: number, hidden: boolean): SearchItem<NamedProcess>[] {
  const t = vscode.l10n.t;
  return [
    ...(isEmpty ? [t('No process matches')] : []),
    ...(more > 0 ? [t('{0} more: type more to find them', more)] : []),
    ...(hidden
      ? [t('Processes of other users are hidden on this machine: /proc is mounted with hidepid')]
      : []),
  ].map(label => ({ label }));
}

type FileItem = vscode.QuickPickItem & { readonly file: ProcessFile };

function fileItem(file: ProcessFile): FileItem {
  const t = vscode.l10n.t;
  const path = pathText(file.path);
  const facts = [
    file.program ? t('program') : '',
    file.deleted ? t('deleted, still running') : '',
  ].filter(Boolean);
  return {
    file,
    label: labelText(basename(path)),
    ...(facts.length > 0 ? { description: facts.join(' · ') } : {}),
    detail: labelText(path),
  };
}

import { basename } from 'node:path';
import * as vscode from 'vscode';
import { hidesProcesses } from '../../processes/hiddenProcesses';
import { containerHostname } from '../../processes/hostname';
import { listProcesses } from '../../processes/processList';
import { pathText, type ProcessFile } from '../targets/processFile';
import { labelText } from './itemText';
import { findProcesses, processText, type NamedProcess, type ProcessGroup } from './processRows';
import { searchPick, type SearchItem } from './searchPick';

/** A running process, looked for by name, pid, user, container or command line. */
export async function processPick(): Promise<NamedProcess | undefined> {
  const t = vscode.l10n.t;
  const all = allProcesses();
  const hidden = hidesProcesses();
  const choice = await searchPick<NamedProcess>({
    title: t('Running Process'),
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
  return choice && 'value' in choice ? choice.value : undefined;
}

/** Which of its files: the program first, then the libraries. */
export async function processFilePick(
  { name, pid }: NamedProcess,
  files: readonly ProcessFile[],
): Promise<ProcessFile | undefined> {
  const t = vscode.l10n.t;
  const chosen = await vscode.window.showQuickPick(files.map(fileItem), {
    title: t('Program or library of {0} ({1})', name, pid),
    placeHolder: t('All processes that run the file are probed, not only this one'),
    matchOnDetail: true,
  });
  return chosen?.file;
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

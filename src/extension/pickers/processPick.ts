import { basename } from 'node:path';
import * as vscode from 'vscode';
import { mappedExecutables } from '../../processes/mappedFiles';
import type { MappedFile } from '../../processes/memoryMaps';
import { listProcesses, type ProcessInfo } from '../../processes/processList';
import { HumanError } from '../errors/humanError';
import { labelText } from './itemText';
import { mappedPath } from './mappedPath';

/** A program or library of a running process: the process first, then its file. */
export async function processBinaryPick(): Promise<string | undefined> {
  const t = vscode.l10n.t;
  const process = await vscode.window.showQuickPick(processItems(), {
    title: t('Running Process'),
    placeHolder: t('Name, pid or user'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (!process) {
    return undefined;
  }
  const file = await vscode.window.showQuickPick(fileItems(process.info.pid), {
    title: t('Program or library of {0} ({1})', process.info.name, process.info.pid),
    placeHolder: t('All processes that run the file are probed, not only this one'),
    matchOnDetail: true,
  });
  return file && (await reachable(process.info.pid, file.file));
}

type ProcessItem = vscode.QuickPickItem & { info: ProcessInfo };

async function processItems(): Promise<ProcessItem[]> {
  const { processes } = await listProcesses();
  return [...processes].reverse().map(info => ({
    info,
    label: labelText(info.name),
    description: `${info.pid} · ${labelText(info.user)}`,
    detail:
      info.exe === undefined
        ? vscode.l10n.t('Its files cannot be seen')
        : labelText(pathText(info.exe)),
  }));
}

type FileItem = vscode.QuickPickItem & { file: MappedFile };

async function fileItems(pid: number): Promise<FileItem[]> {
  const files = await mappedExecutables(pid).catch((error: unknown) => {
    throw new HumanError(
      vscode.l10n.t(
        'The files of process {0} cannot be seen: it ended, or is another user’s. Choose the program from disk.',
        pid,
      ),
      { cause: error },
    );
  });
  return files.map(file => ({
    file,
    label: labelText(basename(pathText(file.path))),
    ...(file.deleted ? { description: vscode.l10n.t('replaced on disk since') } : {}),
    detail: labelText(pathText(file.path)),
  }));
}

async function reachable(pid: number, file: MappedFile): Promise<string> {
  const path = await mappedPath(pid, file);
  if (path === undefined) {
    throw new HumanError(
      typeof file.path === 'string'
        ? vscode.l10n.t(
            '{0} is another file on disk than the one process {1} runs. Restart the process, then choose again.',
            basename(file.path),
            pid,
          )
        : vscode.l10n.t(
            'The path of this file is not UTF-8, which VS Code cannot open. Give it another name, or a link with one.',
          ),
    );
  }
  return path;
}

function pathText(path: string | Uint8Array): string {
  return typeof path === 'string' ? path : Buffer.from(path).toString('utf8');
}

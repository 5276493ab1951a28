import { basename } from 'node:path';
import * as vscode from 'vscode';
import { ProcessUnreadableError } from '../../processes/mappedFiles';
import { describeError } from '../errors/describeError';
import { HumanError } from '../errors/humanError';
import type { HelperAccess } from '../session/helperAccess';
import {
  helperFiles,
  ownFiles,
  pathText,
  processId,
  type ProcessFile,
} from '../targets/processFile';
import type { ProcessFiles } from '../targets/processFiles';
import { printable } from '../text/markdown';
import { withCopying } from './copyProgress';
import { processFilePick, processPick } from './processPick';
import { whereText, type NamedProcess } from './processRows';

/** How a picker of a binary ended. */
export type PickedBinary = { readonly path: string } | 'back' | undefined;

/** "Running Process…": the process, then its program or one of its libraries. */
export class ProcessBinaryPicker {
  /** Other users' processes that the user has let us look into, by pid and start. */
  private readonly allowed = new Set<string>();

  constructor(
    private readonly files: ProcessFiles,
    private readonly helper: HelperAccess,
  ) {}

  /** A path to read the file by; `back` for the step before, undefined when the user gave up. Rejects with `HumanError`. */
  async pick(): Promise<PickedBinary> {
    for (;;) {
      const process = await processPick();
      if (process === 'back' || process === undefined) {
        return process;
      }
      const files = await this.filesOf(process);
      const file = files && (await processFilePick(process, files));
      if (file !== 'back') {
        return file && { path: await this.reach(process, file) };
      }
    }
  }

  private async filesOf(process: NamedProcess): Promise<readonly ProcessFile[] | undefined> {
    try {
      return await ownFiles(process);
    } catch (error) {
      if (!(error instanceof ProcessUnreadableError) || error.code !== 'denied') {
        throw ended(process, error);
      }
    }
    if (!(await this.isAllowed(process))) {
      return undefined;
    }
    try {
      return await helperFiles(await this.helper.connected(), processId(process));
    } catch (error) {
      throw describeError(error, vscode.l10n.t, process.name);
    }
  }

  /** Other people's data: read only when that was said and agreed to. */
  private async isAllowed(process: NamedProcess): Promise<boolean> {
    const key = `${process.pid} ${process.startTicks}`;
    if (this.allowed.has(key)) {
      return true;
    }
    const t = vscode.l10n.t;
    const read = t('Read as Root');
    const answer = await vscode.window.showWarningMessage(
      t(
        '{0} (pid {1}) belongs to user {2}: its program file is read as root to find its symbols. Read it?',
        printable(process.name),
        process.pid,
        printable(process.user),
      ),
      {
        modal: true,
        detail: t(
          'Which programs and libraries it runs is read, and of those the one you choose. Its memory and its other files are not.',
        ),
      },
      read,
    );
    if (answer === read) {
      this.allowed.add(key);
    }
    return answer === read;
  }

  private async reach(process: NamedProcess, file: ProcessFile): Promise<string> {
    const t = vscode.l10n.t;
    const name = basename(pathText(file.path));
    const where = whereText(process, file.deleted, t);
    try {
      return await withCopying(name, copying =>
        this.files.reach(processId(process), file, where, copying),
      );
    } catch (error) {
      throw describeError(error, t, name);
    }
  }
}

function ended({ name, pid }: NamedProcess, cause: unknown): HumanError {
  const sentence = vscode.l10n.t(
    'Process {0} ({1}) has ended: choose one that runs, or a program from disk.',
    printable(name),
    pid,
  );
  return new HumanError(sentence, { cause });
}

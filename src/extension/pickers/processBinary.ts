import { basename } from 'node:path';
import * as vscode from 'vscode';
import { ProcessUnreadableError } from '../../processes/mappedFiles';
import { describeError } from '../errors/describeError';
import { HumanError } from '../errors/humanError';
import type { HelperAccess } from '../session/helperAccess';
import type { Copying } from '../targets/copyMapped';
import {
  helperFiles,
  ownFiles,
  pathText,
  processId,
  type ProcessFile,
} from '../targets/processFile';
import type { ProcessFiles } from '../targets/processFiles';
import { printable } from '../text/markdown';
import { processFilePick, processPick } from './processPick';
import { whereText, type NamedProcess } from './processRows';

/** "Running Process…": the process, then its program or one of its libraries. */
export class ProcessBinaryPicker {
  /** Other users' processes that the user has let us look into, by pid and start. */
  private readonly allowed = new Set<string>();

  constructor(
    private readonly files: ProcessFiles,
    private readonly helper: HelperAccess,
  ) {}

  /** A path to read the file by; undefined when the user gave up. Rejects with `HumanError`. */
  async pick(): Promise<string | undefined> {
    const process = await processPick();
    const files = process && (await this.filesOf(process));
    const file = files && (await processFilePick(process, files));
    return file && this.reach(process, file);
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
      return await withCopying(t('Copying {0}', printable(name)), copying =>
        this.files.reach(process, file, where, copying),
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

/** Shown from the first bytes on: what needs no copy shows nothing. */
function withCopying<T>(title: string, work: (copying: Copying) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  let report: ((done: number, total: number) => void) | undefined;
  const result = work({
    signal: abort.signal,
    progress: (done, total) => {
      report ??= showProgress(title, result, () => abort.abort());
      report(done, total);
    },
  });
  return result;
}

/** Bytes below which a copy is over before one could read of it. */
const SMALL = 8 << 20;

function showProgress(
  title: string,
  until: Promise<unknown>,
  cancel: () => void,
): (done: number, total: number) => void {
  let tell: vscode.Progress<{ increment?: number }> | undefined;
  let shown = false;
  let percent = 0;
  return (done, total) => {
    if (!shown && total > SMALL) {
      shown = true;
      const location = vscode.ProgressLocation.Notification;
      void vscode.window.withProgress({ location, title, cancellable: true }, (progress, token) => {
        tell = progress;
        token.onCancellationRequested(cancel);
        return until.then(
          () => undefined,
          () => undefined,
        );
      });
    }
    const now = Math.floor((100 * done) / total);
    if (tell && now > percent) {
      tell.report({ increment: now - percent });
      percent = now;
    }
  };
}

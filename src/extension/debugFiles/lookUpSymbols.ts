import * as vscode from 'vscode';
import { DebuginfodError } from '../../debuginfod/debuginfodError';
import type { ElfFileInfo } from '../../workers/symbolMessages';
import { HumanError } from '../errors/humanError';
import type { DebugFiles } from './debugFiles';
import { debuginfodSentence } from './debuginfodSentence';
import { progressText } from './progressText';
import { wantedSymbols } from './wantedSymbols';

/** ms between two lines of progress. */
const STEP_MS = 200;

/**
 * Gets the debug symbols of a file from the servers, with progress and a way to cancel; true when they came.
 *
 * @param name of the file, for people
 * @param asked the user has just agreed to ask these servers; else they are asked now
 */
export async function lookUpSymbols(
  debugFiles: DebugFiles,
  name: string,
  info: ElfFileInfo,
  asked: boolean,
): Promise<boolean> {
  const t = vscode.l10n.t;
  const { mode, servers } = debugFiles.settings();
  const buildId = wantedSymbols(info);
  if (buildId === undefined) {
    throw new HumanError(
      info.buildId === undefined
        ? t('{0} has no build-id to ask a server by: choose its debug file.', name)
        : t('{0} has the names of all its functions already.', name),
    );
  }
  if (mode === 'off' || servers.length === 0) {
    await offerSettings(mode === 'off');
    return false;
  }
  if (!asked && mode === 'ask' && !(await agreed(name, buildId, servers))) {
    return false;
  }
  return withProgress(debugFiles, name, buildId);
}

/** Nothing is sent before this is answered. */
async function agreed(name: string, buildId: string, servers: readonly string[]): Promise<boolean> {
  const t = vscode.l10n.t;
  const download = t('Download');
  const answer = await vscode.window.showInformationMessage(
    t('Look up the debug symbols of {0}?', name),
    {
      modal: true,
      detail: t('Its build-id, {0}, is sent to {1}.', buildId, servers.join(', ')),
    },
    download,
  );
  return answer === download;
}

async function withProgress(
  debugFiles: DebugFiles,
  name: string,
  buildId: string,
): Promise<boolean> {
  const t = vscode.l10n.t;
  const location = vscode.ProgressLocation.Notification;
  const title = t('Debug symbols of {0}', name);
  return vscode.window.withProgress({ location, title, cancellable: true }, async (bar, token) => {
    const abort = new AbortController();
    token.onCancellationRequested(() => abort.abort());
    let said = 0;
    try {
      await debugFiles.lookUp(
        buildId,
        (server, received, total) => {
          if (Date.now() - said >= STEP_MS) {
            said = Date.now();
            bar.report({ message: progressText(server, received, total, t) });
          }
        },
        abort.signal,
      );
      return true;
    } catch (error) {
      if (abort.signal.aborted) {
        return false;
      }
      throw describe(error);
    }
  });
}

function describe(error: unknown): unknown {
  return error instanceof DebuginfodError
    ? new HumanError(debuginfodSentence(error, vscode.l10n.t), {
        details: [error.code, error.server ?? '', error.message].filter(Boolean).join('\n'),
        actions: ['details'],
        cause: error,
      })
    : error;
}

async function offerSettings(isOff: boolean): Promise<void> {
  const t = vscode.l10n.t;
  const open = t('Open Settings');
  const answer = await vscode.window.showWarningMessage(
    isOff
      ? t('Looking up debug symbols is switched off in the settings.')
      : t('No debuginfod server is known: name one in the settings, or in DEBUGINFOD_URLS.'),
    open,
  );
  if (answer === open) {
    await vscode.commands.executeCommand(
      'workbench.action.openSettings',
      'probescope.symbols.debuginfod',
    );
  }
}

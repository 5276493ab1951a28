import * as vscode from 'vscode';
import type { EventClient } from '../../workers/eventClient';
import type { FilePath } from '../../workers/symbolMessages';
import { HumanError } from '../errors/humanError';
import { commandIds } from '../manifest/commands';
import type { CodeSymbols } from './callerNaming';
import { openSourceAt } from '../sources/openSourceAt';
import { findCode } from './findCode';
import { symbolPlace } from './symbolPlace';

/** Which event of which page, by its number there. */
export interface ShownEvent {
  readonly index: number;
  /** Number of the page, and of its view. */
  readonly page: number;
  /** The frame of the program's stack that is meant, the innermost 0; else who called. */
  readonly frame?: number;
}

/**
 * Opens the source at the line that an event's function was called from; where that is not to be had, the symbols of
 * the file, at the function that called. Throws HumanError where that is not known or no file any more.
 */
export async function goToCallSite(
  worker: Pick<EventClient, 'request'>,
  openFile: (path: FilePath) => Promise<CodeSymbols>,
  event: ShownEvent,
): Promise<void> {
  const t = vscode.l10n.t;
  const place = await worker.request('callSite', {
    view: event.page,
    index: event.index,
    ...(event.frame !== undefined && { frame: event.frame }),
  });
  if (!place) {
    throw new HumanError(
      t(
        'It is not known which file this call came from: the process had ended, or it is the kernel.',
      ),
    );
  }
  const path = await findCode(place.file);
  if (typeof path !== 'string') {
    throw new HumanError(t('The file that this call came from is not there any more.'));
  }
  const symbols = await openFile(path);
  try {
    const at = symbolPlace(place);
    // Line numbers that cannot be read are as good as none: there are still the symbols.
    const lines: typeof symbols.lines = places => symbols.lines(places).catch(() => []);
    if ((await openSourceAt({ info: symbols.info, lines }, at, path)) === 'opened') {
      return;
    }
    const found = await symbols.symbolAt(at);
    const uri = vscode.Uri.file(path);
    await vscode.commands.executeCommand(commandIds.openSymbols, uri, found?.row.name);
  } finally {
    await symbols.close();
  }
}

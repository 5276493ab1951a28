import * as vscode from 'vscode';
import type { EventClient } from '../../workers/eventClient';
import type { FilePath } from '../../workers/symbolMessages';
import { HumanError } from '../errors/humanError';
import { commandIds } from '../manifest/commands';
import type { CodeSymbols } from './callerNaming';
import { findCode } from './findCode';

/** Which event of which page, by its number there. */
export interface ShownEvent {
  readonly index: number;
  /** Number of the page, and of its view. */
  readonly page: number;
}

/**
 * Opens the symbols of the file that an event's function was called from, at the function that called. Throws
 * HumanError where that is not known or no file any more.
 */
export async function goToCallSite(
  worker: Pick<EventClient, 'request'>,
  openFile: (path: FilePath) => Promise<CodeSymbols>,
  event: ShownEvent,
): Promise<void> {
  const t = vscode.l10n.t;
  const place = await worker.request('callSite', { view: event.page, index: event.index });
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
    // A return address: the call is before it.
    const at = BigInt(place.at - 1);
    const found = await symbols.symbolAt(
      place.by === 'offset' ? { fileOffset: at } : { address: at },
    );
    const uri = vscode.Uri.file(path);
    await vscode.commands.executeCommand(commandIds.openSymbols, uri, found?.row.name);
  } finally {
    await symbols.close();
  }
}

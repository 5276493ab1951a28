import * as v from 'valibot';
import * as vscode from 'vscode';
import type { EventClient } from '../../workers/eventClient';
import type { FilePath } from '../../workers/symbolMessages';
import { HumanError } from '../errors/humanError';
import { commandIds } from '../manifest/commands';
import type { CodeSymbols } from './callerNaming';
import { openSourceAt } from '../sources/openSourceAt';
import { openCallFile } from './callFile';
import { symbolPlace } from './symbolPlace';

/** What a page shows. */
export interface CallPage {
  readonly worker: Pick<EventClient, 'request'>;
  readonly isRecording: boolean;
}

const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/**
 * What is gone to, on the page with that number: where the event with that number there was called from, or a frame of
 * its program's stack, the innermost 0, or what a text means that some event shows as its caller.
 */
export const ShownCall = v.union([
  v.object({ page: Count, index: Count, frame: v.optional(Count) }),
  v.object({ page: Count, caller: v.string() }),
]);
export type ShownCall = v.InferOutput<typeof ShownCall>;

/**
 * Opens the source at the line that a function was called from; where that is not to be had, the symbols of the file, at
 * the function that called. Throws HumanError where that is not known, or the file is not here any more.
 */
export async function goToCallSite(
  { worker, isRecording }: CallPage,
  openFile: (path: FilePath) => Promise<CodeSymbols>,
  call: ShownCall,
): Promise<void> {
  const t = vscode.l10n.t;
  const place = await worker.request(
    'callSite',
    'caller' in call
      ? { caller: call.caller }
      : {
          ...{ view: call.page, index: call.index },
          ...(call.frame !== undefined && { frame: call.frame }),
        },
  );
  if (!place) {
    throw new HumanError(
      isRecording
        ? t('The recording does not say which file this call came from.')
        : t(
            'It is not known which file this call came from: the process had ended, or it is the kernel.',
          ),
    );
  }
  const { path, symbols } = await openCallFile(place, openFile);
  try {
    const at = symbolPlace(place);
    // Line numbers that cannot be read are as good as none: there are still the symbols.
    const lines: typeof symbols.lines = (places, signal) =>
      symbols.lines(places, signal).catch(() => {
        signal?.throwIfAborted();
        return [];
      });
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

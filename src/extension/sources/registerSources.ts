import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { SymbolFile } from '../../workers/symbolClient';
import type { FilePath, SymbolPlace } from '../../workers/symbolMessages';
import { findCode } from '../callers/findCode';
import { probeKeys } from '../commands/probeCommands';
import { HumanError } from '../errors/humanError';
import { commandIds } from '../manifest/commands';
import { registerCommand } from '../manifest/registerCommand';
import type { Services } from '../services';
import { isUserRequest } from '../session/attachRequest';
import { printable } from '../text/markdown';
import { openSourceAt } from './openSourceAt';

/** Goes from a probe to the line of the source where the code begins that it is on. */
export function registerSources(
  { probes, showError }: Services,
  openFile: (path: FilePath) => Promise<SymbolFile>,
): vscode.Disposable {
  return registerCommand(commandIds.openProbeSource, showError, async (...args) => {
    const [key] = probeKeys(args);
    const request = key === undefined ? undefined : probes.get(key)?.request;
    if (!request || !isUserRequest(request)) {
      return;
    }
    const { path, device, inode, process, address } = request.target;
    const pid = process && { pid: process.pid };
    const found = await findCode({ path, dev: device, inode, deleted: false, ...pid });
    if (found === undefined) {
      throw new HumanError(
        vscode.l10n.t('The file that this probe is on is not there any more, or was replaced.'),
      );
    }
    const file = await openFile(found);
    try {
      await showSource(file, { address }, path);
    } finally {
      await file.close();
    }
  });
}

/** Opens the source of a place. Throws HumanError where that is not to be had. */
export async function showSource(
  file: Pick<SymbolFile, 'lines' | 'info'>,
  place: SymbolPlace,
  program: string,
): Promise<void> {
  const line = await openSourceAt(file, place, program);
  if (line === 'noLine') {
    throw new HumanError(
      vscode.l10n.t(
        '{0} has no line numbers for this function: build it with -g, or look up its debug symbols.',
        printable(basename(program)),
      ),
    );
  }
  if (line !== 'opened') {
    throw new HumanError(
      vscode.l10n.t(
        'The source is {0}, line {1}. It is not there, and no one file in the folders of this window is surely the same.',
        printable(line.path),
        line.line,
      ),
    );
  }
}

import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { RecordedSite } from '../../events/recording/recordedSites';
import type { FilePlace } from '../../workers/callers/place';
import type { FilePath } from '../../workers/symbolMessages';
import { HumanError } from '../errors/humanError';
import { printable } from '../text/markdown';
import type { CodeSymbols } from './callerNaming';
import { findCode } from './findCode';
import { isSameBuild } from './isSameBuild';

/** The symbols of a file that calls come from, and a path of it that VS Code can open. */
export interface CallFile {
  readonly path: string;
  readonly symbols: CodeSymbols;
}

/** Opens the file that a call is in; who asks closes it. Throws HumanError where it is not here, or another one by now. */
export async function openCallFile(
  site: FilePlace | RecordedSite,
  openFile: (path: FilePath) => Promise<CodeSymbols>,
): Promise<CallFile> {
  const t = vscode.l10n.t;
  if ('file' in site) {
    const path = await findCode(site.file);
    if (typeof path !== 'string') {
      throw new HumanError(t('The file that this call came from is not there any more.'));
    }
    return { path, symbols: await openFile(path) };
  }
  const { path } = site.recorded;
  const name = printable(basename(path));
  let symbols: CodeSymbols;
  try {
    symbols = await openFile(path);
  } catch (cause) {
    throw new HumanError(
      t('{0}, which this call came from, cannot be read here: it was {1}.', name, printable(path)),
      { cause },
    );
  }
  if (!isSameBuild(site.recorded, symbols.info)) {
    await symbols.close();
    throw new HumanError(
      t('{0} is another build here than the one that was recorded: other lines are in it.', name),
    );
  }
  return { path, symbols };
}

import { basename } from 'node:path';
import * as vscode from 'vscode';
import { commandIds } from '../manifest/commands';
import { registerCommand } from '../manifest/registerCommand';
import { attachUserProbe, openForPicker, type UserPickers } from '../pickers/attachUserProbe';
import { mappedPath } from '../pickers/mappedPath';
import type { RowStyle } from '../probesView/row';
import type { ScopeChoice } from '../scope/scopeChoice';
import { scopeWords } from '../scope/scopeText';
import type { Services } from '../services';
import { isUserRequest, requestLabel, type UserAttachRequest } from '../session/attachRequest';
import type { OwnedProbe } from '../session/ownedProbe';
import type { Fix } from '../silent/finding';
import { findings } from '../silent/findings';
import { gatherFacts } from '../silent/gatherFacts';
import { showFindings } from '../silent/showFindings';
import type { ReadSonames } from '../silent/twins';
import type { SilentFacts } from '../silent/silentFacts';
import { printable } from '../text/markdown';
import { probeKeys } from './probeCommands';

/** "Why Is It Silent?" on a row: what keeps the probe from counting, and one thing to do about each. */
export function registerWhySilent(
  { probes, scope, fileNow, runningHelper, showError }: Services,
  pickers: UserPickers,
  style: RowStyle,
  sonames: ReadSonames,
): vscode.Disposable {
  return registerCommand(commandIds.whySilent, showError, async (...args) => {
    const [key] = probeKeys(args);
    const probe = key === undefined ? undefined : probes.get(key);
    if (!probe || !isUserRequest(probe.request)) {
      return;
    }
    const { request } = probe;
    const facts = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Looking at processes') },
      async () =>
        gatherFacts(
          probe,
          request,
          await fileNow(request),
          () => inspect(pickers, request),
          runningHelper(),
          sonames,
        ),
    );
    const fix = await showFindings(
      printable(requestLabel(request)),
      findings({ ...facts, ...captureFacts(request, scope.current) }, style),
    );
    await (fix ? act(fix, probe, request, pickers) : undefined);
  });
}

async function inspect(pickers: UserPickers, { target }: UserAttachRequest) {
  const binary = await openForPicker(pickers, target.path);
  try {
    return await binary.file.inspect({ fileOffset: target.offset });
  } finally {
    binary.dispose();
  }
}

async function act(
  fix: Fix,
  { key }: OwnedProbe,
  request: UserAttachRequest,
  pickers: UserPickers,
): Promise<void> {
  switch (fix.kind) {
    case 'probeTwin': {
      const [mapper] = fix.twin.mappers;
      const path = mapper && (await mappedPath(mapper.pid, fix.twin));
      if (path === undefined) {
        void vscode.window.showWarningMessage(
          vscode.l10n.t(
            '{0} cannot be reached by its path: choose it from the running process.',
            printable(basename(fix.twin.path)),
          ),
        );
        return;
      }
      const text = request.target.displayName ?? request.target.symbol;
      await attachUserProbe(pickers, request.kind, { path, text });
      return;
    }
    default:
      await vscode.commands.executeCommand(COMMANDS[fix.kind], { kind: 'probe', key });
  }
}

/** What keeps hits from being captured. */
function captureFacts(
  { filter }: UserAttachRequest,
  choice: ScopeChoice,
): Pick<SilentFacts, 'filter' | 'scope'> {
  return {
    ...(filter === undefined ? {} : { filter: printable(filter) }),
    ...(choice.kind === 'all' ? {} : { scope: scopeWords(choice, vscode.l10n.t) }),
  };
}

const COMMANDS: Record<Exclude<Fix['kind'], 'probeTwin'>, string> = {
  start: commandIds.startProbe,
  recreate: commandIds.startProbe,
  rearm: commandIds.rearmProbe,
  remove: commandIds.removeProbe,
  reveal: commandIds.revealSymbol,
  filter: commandIds.setFilter,
  scope: commandIds.chooseScope,
};

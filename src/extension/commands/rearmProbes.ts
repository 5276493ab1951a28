import * as vscode from 'vscode';
import { withoutRisk } from '../binaries/siteRules';
import { siteTarget } from '../binaries/siteTarget';
import { commandIds } from '../manifest/commands';
import { readSetting } from '../manifest/readSetting';
import { registerCommand } from '../manifest/registerCommand';
import { attachUserProbe, openForPicker, type UserPickers } from '../pickers/attachUserProbe';
import type { RowStyle } from '../probesView/row';
import { Rearmer } from '../rearm/rearmer';
import { RearmOffers } from '../rearm/rearmOffers';
import { haltedSentence } from '../rearm/rearmSentences';
import { askRearm, tellRearmed, type ChooseAgain } from '../rearm/rearmUi';
import { settledFile } from '../rearm/settledFile';
import type { Services } from '../services';
import type { UserSymbol } from '../session/attachRequest';
import { isStale } from '../session/ownedProbe';
import { guardOverwritten } from '../session/overwriteGuard';
import { probeKeys } from './probeCommands';

/**
 * Probes whose file has become another: those inside other code are stopped, and all are offered to be
 * made again in the new file, by button, by one question a file, or by themselves.
 * @param successor a path by which what took the place of a probed file is read
 */
export function registerRearm(
  { probes, probeService, showError }: Services,
  pickers: UserPickers,
  style: RowStyle,
  successor: (target: UserSymbol) => Promise<string | undefined>,
): vscode.Disposable[] {
  const t = vscode.l10n.t;
  // A risk that was taken for one build is not taken for the next without being asked.
  const rules = withoutRisk(pickers.rules);
  const rearmer = new Rearmer(
    {
      store: probes,
      open: async ({ target }) => openForPicker(pickers, (await successor(target)) ?? target.path),
      placeAt: ({ kind, target }, file, offset) =>
        siteTarget(target.path, file, kind, offset, rules, t),
      replace: items => probeService.replace(items),
    },
    t,
  );
  const chooseAgain: ChooseAgain = async (key, { kind, target }) => {
    const attach = probeService.replace.bind(probeService);
    const attacher = {
      attach: (requests: readonly Parameters<typeof attach>[0][number]['request'][]) =>
        attach(requests.slice(0, 1).map(request => ({ key, request, enable: true }))),
      payers: pickers.attacher.payers.bind(pickers.attacher),
    };
    const path = (await successor(target)) ?? target.path;
    const start = { path, text: target.displayName ?? target.symbol };
    await attachUserProbe({ ...pickers, attacher }, kind, start);
  };
  const rearm = async (keys: readonly number[], enable: boolean): Promise<void> => {
    const result = await rearmer.rearm(keys, enable);
    void tellRearmed(result, style, chooseAgain).catch(showError);
  };
  const stale = (keys: readonly number[]): number[] =>
    keys.filter(key => {
      const probe = probes.get(key);
      return probe !== undefined && isStale(probe);
    });
  const mode = (): ReturnType<typeof readSetting<'probescope.probes.rearm'>> =>
    readSetting('probescope.probes.rearm');
  return [
    registerCommand(commandIds.rearmProbe, showError, (...args) =>
      rearm(stale(probeKeys(args)), true),
    ),
    registerCommand(commandIds.rearmStale, showError, async () => {
      const keys = stale(probes.probes.map(({ key }) => key));
      await (keys.length > 0
        ? rearm(keys, false)
        : vscode.window.showInformationMessage(
            t('No probe is stale: all files are as they were.'),
          ));
    }),
    new RearmOffers(probes, {
      mode,
      settled: ({ target }, isWanted) => settledFile(() => successor(target), isWanted),
      ask: (file, found) => askRearm(file, found, style),
      rearm: keys => rearm(keys, false),
      failed: error => void showError(error),
    }),
    guardOverwritten(
      probes,
      keys => probeService.halt(keys),
      (path, halted) => {
        // Else the question says it too.
        if (mode() !== 'ask') {
          void vscode.window.showWarningMessage(haltedSentence(path, halted, style));
        }
      },
    ),
  ].map(part => new vscode.Disposable(() => void part.dispose()));
}

import { tmpdir } from 'node:os';
import * as vscode from 'vscode';
import { readSetting } from '../manifest/readSetting';
import { Nop5Trials } from '../nop5/nop5Trials';
import type { Services } from '../services';
import type { SiteRules } from './siteRules';

/** The rules of this window: the kernel is tried through its helper, the user is asked in a dialog. */
export function windowRules({ context, helper, log }: Services): SiteRules {
  const runtime = process.env['XDG_RUNTIME_DIR'];
  const places = [context.globalStorageUri.fsPath, ...(runtime ? [runtime] : []), tmpdir()];
  const trials = new Nop5Trials(helper, places, error =>
    log.info(`Nops of five bytes could not be tried: ${String(error)}`),
  );
  return {
    nop5: () => trials.verdict(),
    takesRisk: async (refusal, count = 1) =>
      readSetting('probescope.probes.allowUnproved') && (await askRisk(refusal, count)),
  };
}

async function askRisk(refusal: string, count: number): Promise<boolean> {
  const t = vscode.l10n.t;
  const attach = t('Attach Anyway');
  const answer = await vscode.window.showWarningMessage(
    count === 1
      ? t('Attach a probe that is not proved safe?')
      : t('Attach {0} probes that are not proved safe?', count),
    {
      modal: true,
      detail: `${refusal}\n\n${t(
        'The program, in every process that runs it, can compute wrong results without an error, or crash. You are asked because “probescope.probes.allowUnproved” is on.',
      )}`,
    },
    attach,
  );
  return answer === attach;
}

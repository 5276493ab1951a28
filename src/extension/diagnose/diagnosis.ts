import { homedir, hostname, userInfo } from 'node:os';
import * as vscode from 'vscode';
import type { PlannedStrategy } from '../../elevation/elevator';
import { detectEnvironment, tracesHere } from '../../elevation/environment';
import type { HelperRequests } from '../session/helperAccess';
import type { Surroundings } from '../session/surroundings';
import { helperFindings } from './helperFindings';
import { localFindings } from './localFindings';
import { remoteKind, report, type Section } from './report';
import { wayFindings } from './wayFindings';

/** Where Diagnose gets its facts. */
export interface DiagnoseSources {
  readonly surroundings: () => Promise<Surroundings>;
  readonly plan: () => Promise<readonly PlannedStrategy[]>;
  readonly helper: () => HelperRequests | undefined;
  readonly version: string;
}

/** What this machine allows, and root, where the helper runs. Starts nothing. */
export async function readSections(sources: DiagnoseSources): Promise<Section[]> {
  const { t } = vscode.l10n;
  const asRoot = await helperSection(sources.helper());
  const environment = await detectEnvironment(tracesHere(vscode.env.remoteName));
  const local = await localFindings(await sources.surroundings(), environment, t);
  // What root saw of the same thing is nearer to the truth.
  const known = new Set(asRoot.findings.map(({ title }) => title));
  return [
    { title: t('This machine'), findings: local.filter(({ title }) => !known.has(title)) },
    { title: t('Ways to root'), findings: wayFindings(await sources.plan(), t) },
    asRoot,
  ];
}

/** The same as text to send, without what says who or where somebody is. */
export function reportText(sections: readonly Section[], version: string): string {
  const versions = {
    extension: version,
    vscode: vscode.version,
    remote: remoteKind(vscode.env.remoteName),
  };
  return report(sections, versions, privateTexts(), vscode.l10n.t);
}

async function helperSection(helper: HelperRequests | undefined): Promise<Section> {
  const { t } = vscode.l10n;
  const title = t('As root');
  if (!helper) {
    const note = t('The helper does not run: start it and diagnose again to see what root sees.');
    return { title, findings: [], note };
  }
  const { checks } = await helper.request('preflight', {});
  return { title, findings: helperFindings(checks, t) };
}

/** The longest first, as the home folder usually holds the user's name. */
function privateTexts(): [string, string][] {
  return [
    [homedir(), '~'],
    [hostname(), '(host)'],
    [hostname().split('.')[0] ?? '', '(host)'],
    [userInfo().username, '(user)'],
  ];
}

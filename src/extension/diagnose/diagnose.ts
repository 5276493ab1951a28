import { homedir, hostname, userInfo } from 'node:os';
import * as vscode from 'vscode';
import type { PlannedStrategy } from '../../elevation/elevator';
import type { TextDocuments } from '../errors/textDocuments';
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

/** Shows what this machine allows as a document, and offers to copy it. Starts nothing. */
export async function diagnose(sources: DiagnoseSources, documents: TextDocuments): Promise<void> {
  const { t } = vscode.l10n;
  const asRoot = await helperSection(sources.helper());
  const local = await localFindings(await sources.surroundings(), t);
  // What root saw of the same thing is nearer to the truth.
  const known = new Set(asRoot.findings.map(({ title }) => title));
  const sections: Section[] = [
    { title: t('This machine'), findings: local.filter(({ title }) => !known.has(title)) },
    { title: t('Ways to root'), findings: wayFindings(await sources.plan(), t) },
    asRoot,
  ];
  const versions = {
    extension: sources.version,
    vscode: vscode.version,
    remote: remoteKind(vscode.env.remoteName),
  };
  const text = report(sections, versions, privateTexts(), t);
  await documents.show(t('Probescope diagnosis'), text);
  // Not awaited: the report is there, whether or not somebody answers.
  void offerCopy(text);
}

async function offerCopy(text: string): Promise<void> {
  const copy = vscode.l10n.t('Copy Report');
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t('The report holds no names of yours: it can be sent with a question.'),
    copy,
  );
  if (answer === copy) {
    await vscode.env.clipboard.writeText(text);
  }
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
    [userInfo().username, '(user)'],
  ];
}

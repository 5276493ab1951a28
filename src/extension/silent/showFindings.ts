import * as vscode from 'vscode';
import type { Finding, Fix } from './finding';

/** Shows why a probe is silent, the surest reason first; resolves with what the user wants done about it. */
export async function showFindings(
  label: string,
  found: readonly Finding[],
): Promise<Fix | undefined> {
  const t = vscode.l10n.t;
  const fixes = new Map(
    found.flatMap(({ fix }) => (fix ? [[fixTitle(fix), fix] as const] : [])).reverse(),
  );
  const detail = found
    .map(({ sentence }, index) => (found.length > 1 ? `${index + 1}. ${sentence}` : sentence))
    .join('\n\n');
  const answer = await vscode.window.showInformationMessage(
    t('Why is {0} silent?', label),
    { modal: true, detail },
    ...[...fixes.keys()].reverse(),
  );
  return answer === undefined ? undefined : fixes.get(answer);
}

function fixTitle(fix: Fix): string {
  const t = vscode.l10n.t;
  switch (fix.kind) {
    case 'start':
      return t('Start');
    case 'recreate':
      return t('Re-create');
    case 'rearm':
      return t('Re-arm');
    case 'remove':
      return t('Remove');
    case 'reveal':
      return t('Reveal Symbol');
    case 'filter':
      return t('Change Filter');
    case 'scope':
      return t('Choose Processes');
    case 'probeTwin':
      return t('Open the Other File');
  }
}

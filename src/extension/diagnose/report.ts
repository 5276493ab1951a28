import { printable } from '../text/markdown';
import type { Translate } from '../text/translate';
import type { Finding } from './finding';

/** One part of the report. */
export interface Section {
  readonly title: string;
  readonly findings: readonly Finding[];
  /** What to say instead, where there are no findings. */
  readonly note?: string;
}

export interface Versions {
  readonly extension: string;
  readonly vscode: string;
  /** Kind of remote (`ssh-remote`, `wsl`…), or empty. Never its name. */
  readonly remote: string;
}

/**
 * The report as plain text, fit to be sent: `hide` are texts that say who or where somebody is
 * (home folder, user, host), each with what stands for it.
 */
export function report(
  sections: readonly Section[],
  versions: Versions,
  hide: readonly (readonly [string, string])[],
  t: Translate,
): string {
  const remote = versions.remote === '' ? '' : `, ${versions.remote}`;
  const lines = [
    t('Probescope {0} in VS Code {1}{2}', versions.extension, versions.vscode, remote),
    ...sections.flatMap(section => ['', section.title.toUpperCase(), ...body(section, t)]),
    '',
  ];
  return hide.reduce(replaceText, lines.join('\n'));
}

/** One line each without columns: it is read in narrow windows and by screen readers too. */
function body({ findings, note }: Section, t: Translate): string[] {
  if (findings.length === 0) {
    return [note ?? t('Nothing to report.')];
  }
  return findings.flatMap(({ state, title, detail, remedy }) => [
    `${stateMark(state, t)} ${title}: ${printable(detail)}`,
    ...(remedy === undefined ? [] : [`  → ${remedy}`]),
  ]);
}

function stateMark(state: Finding['state'], t: Translate): string {
  switch (state) {
    case 'ok':
      return t('[ok]');
    case 'warning':
      return t('[warning]');
    case 'failed':
      return t('[failed]');
    case 'unknown':
      return t('[–]');
  }
}

/** Only whole words, of two letters only folders, and not such as the report needs itself: `root` is nobody's secret. */
function replaceText(text: string, [secret, stand]: readonly [string, string]): string {
  if (secret === '' || secret === 'root' || secret === '/root') {
    return text;
  }
  const literal = secret.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const [before, after] = secret.length < 3 ? ['(?<=/)', '(?=/)'] : ['(?<![\\w-])', '(?![\\w-])'];
  return text.replace(new RegExp(before + literal + after, 'g'), stand);
}

/** The kinds of remote VS Code has; servers of other makers put the host's name in this place. */
const REMOTE_KINDS = [
  'ssh-remote',
  'wsl',
  'dev-container',
  'attached-container',
  'codespaces',
  'tunnel',
];

/** What may be told of `vscode.env.remoteName`. */
export function remoteKind(name: string | undefined): string {
  if (name === undefined) {
    return '';
  }
  return REMOTE_KINDS.find(kind => name === kind || name.startsWith(`${kind}+`)) ?? 'remote';
}

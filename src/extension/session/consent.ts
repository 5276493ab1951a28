import type { PlannedStrategy } from '../../elevation/elevator';
import type { Translate } from '../text/translate';
import { wayTitles } from '../text/wayTitles';

/** The question before anything runs as root. */
export interface ConsentQuestion {
  readonly sentence: string;
  readonly explanation: string;
  /** What more there is to read: the ways to root, and which will be taken. */
  readonly details: string;
}

/**
 * What to ask before the helper starts; undefined where there is nothing to ask: this process is
 * root already, or no way is open and the error will say why.
 */
export function consentQuestion(
  plan: readonly PlannedStrategy[],
  t: Translate,
): ConsentQuestion | undefined {
  const way = plan.find(candidate => candidate.ok && candidate.id !== 'terminal');
  if (!way || way.id === 'direct') {
    return undefined;
  }
  return {
    sentence: t('Run the Probescope helper as root?'),
    explanation: [
      t(
        'Only root may set probes in the kernel. The helper, a part of this extension, will run as root until you stop it or close this window. It sets and removes the probes you ask for, and removes all of them when it ends.',
      ),
      ...unusedHelper(plan, way, t),
      nextStep(way, t),
    ].join('\n\n'),
    details: plan.map(candidate => planLine(candidate, t)).join('\n\n'),
  };
}

/** After an update of the extension the installed helper is not used: the dialog that follows would not say why. */
function unusedHelper(
  plan: readonly PlannedStrategy[],
  { id }: PlannedStrategy,
  t: Translate,
): string[] {
  return id === 'pkexec' && plan.some(({ code }) => code === 'otherHelper')
    ? [
        t(
          'The helper that was installed on this machine is not used, as it is of another version or not root’s alone. “Install Privileged Helper” puts this one in its place.',
        ),
      ]
    : [];
}

function nextStep(way: PlannedStrategy, t: Translate): string {
  switch (way.id) {
    case 'installed':
    case 'pkexec':
      return t('The system will ask for an administrator’s password next.');
    case 'terminal':
      return t('sudo will ask for your password in the terminal next.');
    case 'sudo':
      return t('sudo needs no password here, so nothing else will ask.');
    case 'command':
      return t('Your own command (“probescope.helper.command”) starts it.');
    case 'direct':
      return '';
  }
}

/** In the order in which they are tried. */
function planLine(way: PlannedStrategy, t: Translate): string {
  return `${wayTitles[way.id](t)}: ${way.reason}`;
}

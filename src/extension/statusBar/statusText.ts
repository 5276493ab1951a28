import type { Hello } from '../../protocol/requests';
import type { RowStyle } from '../probesView/row';
import type { OwnedProbe } from '../session/ownedProbe';
import type { SessionState } from '../session/sessionState';
import { escapeMarkdown } from '../text/markdown';
import { probesText, rateText } from '../text/numbers';
import { commandIds, type CommandId } from '../manifest/commands';

/** What the status bar item shows. */
export interface StatusText {
  /** With a codicon. */
  readonly text: string;
  readonly spoken: string;
  readonly warning: boolean;
  /** Markdown with command links. */
  readonly tooltip: string;
  /** The commands that the tooltip links to, and no others. */
  readonly commands: readonly CommandId[];
}

/** The item in each state of the session; `hello` is the helper that runs. */
export function statusText(
  state: SessionState,
  probes: readonly OwnedProbe[],
  hello: Hello | undefined,
  style: RowStyle,
): StatusText {
  const { t } = style;
  const lost = probes.filter(probe => probe.state === 'lost').length;
  const links = LINKS[state].filter(id => id !== commandIds.recreateProbes || lost > 0);
  const { icon, words, explained } = looks(state, probes, style);
  const helper = hello ? t('Helper {0} on Linux {1}', String(hello.pid), hello.kernel) : explained;
  const lines = [
    escapeMarkdown(helper),
    ...(state === 'connected' ? [escapeMarkdown(words)] : []),
    links.map(id => `[${linkTitle(id, t)}](command:${id})`).join(' · '),
  ];
  return {
    text: `$(${icon}) ${words}`,
    spoken: t('Probescope: {0}', words),
    warning: state === 'lost',
    tooltip: lines.join('\n\n'),
    commands: links,
  };
}

function looks(
  state: SessionState,
  probes: readonly OwnedProbe[],
  { t, locale }: RowStyle,
): { icon: string; words: string; explained: string } {
  switch (state) {
    case 'off':
      return {
        icon: 'pulse',
        words: joined([t('Probes off'), lostText(probes, t)]),
        explained: t('No helper runs.'),
      };
    case 'authorising':
      return {
        icon: 'sync~spin',
        words: t('Probes starting'),
        explained: t('Waiting for the helper.'),
      };
    case 'connected': {
      const present = probes.filter(probe => probe.state !== 'lost').length;
      const words = [
        probesText(present, t, locale),
        lostText(probes, t),
        rateText(rateOf(probes), t, locale),
      ];
      return { icon: 'pulse', words: joined(words), explained: '' };
    }
    case 'lost':
      return {
        icon: 'warning',
        words: t('Probes lost'),
        explained: t('The helper ended, and the probes with it.'),
      };
  }
}

const joined = (words: readonly string[]): string => words.filter(Boolean).join(' · ');

/** `2 lost`: probes that the view shows and the kernel no longer has. Empty where there is none. */
function lostText(probes: readonly OwnedProbe[], t: RowStyle['t']): string {
  const lost = probes.filter(probe => probe.state === 'lost').length;
  return lost === 0 ? '' : t('{0} lost', lost);
}

const LINKS: Record<SessionState, readonly CommandId[]> = {
  off: [commandIds.recreateProbes, commandIds.startHelper, commandIds.diagnose, commandIds.showLog],
  authorising: [commandIds.stopHelper, commandIds.showLog],
  connected: [
    commandIds.recreateProbes,
    commandIds.stopHelper,
    commandIds.diagnose,
    commandIds.showLog,
  ],
  lost: [commandIds.recreateProbes, commandIds.startHelper, commandIds.showLog],
};

function linkTitle(id: CommandId, t: RowStyle['t']): string {
  switch (id) {
    case commandIds.startHelper:
      return t('Start Helper');
    case commandIds.stopHelper:
      return t('Stop Helper');
    case commandIds.recreateProbes:
      return t('Re-create Probes');
    case commandIds.showLog:
      return t('Show Log');
    default:
      return t('Diagnose');
  }
}

/** Hits a second over all that is armed; undefined before two counts are known. */
function rateOf(probes: readonly OwnedProbe[]): number | undefined {
  const rates = probes.flatMap(probe => (probe.state === 'armed' ? (probe.rate ?? []) : []));
  return rates.length === 0 ? undefined : rates.reduce((sum, rate) => sum + rate, 0);
}

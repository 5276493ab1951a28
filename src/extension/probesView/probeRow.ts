import { isUserRequest, requestLabel, type AttachRequest } from '../session/attachRequest';
import { isStale, type OwnedProbe } from '../session/ownedProbe';
import { placeCount } from '../session/places';
import { printable } from '../text/markdown';
import { hitsText, missesText, rateText } from '../text/numbers';
import { filterText } from './filterText';
import { placesText } from './placeRows';
import type { Row, RowStyle } from './row';
import { stacksText } from './stacksText';
import { treeLabel } from './treeLabel';
import { isOutOfOrder, runsNowhere, truthIcon, truthTexts } from './probeTruth';

/** The row of one probe of this window. */
export function probeRow(probe: OwnedProbe, style: RowStyle): Row {
  const { t } = style;
  const label = printable(requestLabel(probe.request));
  // The end of a narrow row is cut off: what the icon says as well comes last.
  const parts = [
    ...truthTexts(probe, style),
    ...counts(probe, style),
    filterText(probe, style),
    stacksText(probe, style),
    placesText(probe, style),
    KINDS[probe.request.kind].place(t),
  ];
  const description = parts.filter(part => part !== '').join(' · ');
  return {
    label: shortLabel(printable(treeLabel(probe.request))),
    description,
    icon: hasLoss(probe) ? 'warning' : (truthIcon(probe) ?? KINDS[probe.request.kind].icon),
    ...color(probe),
    context: capabilities(probe).join(' '),
    accessibilityLabel: [
      label,
      KINDS[probe.request.kind].spoken(t),
      probe.state === 'armed' ? t('armed') : '',
      ...truthTexts(probe, style),
      ...counts(probe, style),
      filterText(probe, style),
      stacksText(probe, style),
      placesText(probe, style),
    ]
      .filter(part => part !== '')
      .join(', '),
    ...checkbox(probe, style),
    ...(probe.state === 'armed' ? { isLive: true as const } : {}),
    ...(placeCount(probe.request) > 1 ? { collapsible: 'collapsed' as const } : {}),
  };
}

/** Characters of a name that leave room for the counts in a side bar not much wider than it is by default. */
const LABEL = 24;

/** A long name without its middle: the row shows nothing but the name otherwise. The tooltip has all of it. */
function shortLabel(label: string): string {
  const characters = Array.from(label);
  return characters.length <= LABEL
    ? label
    : [...characters.slice(0, LABEL / 2 - 1), '…', ...characters.slice(-LABEL / 2)].join('');
}

/** `uprobe` and so on in words, for the tooltip and screen readers. */
export function spokenKind(kind: AttachRequest['kind'], style: RowStyle): string {
  return KINDS[kind].spoken(style.t);
}

interface KindLook {
  readonly icon: string;
  /** What stands after the counts: only where the name alone does not say it. */
  readonly place: (t: RowStyle['t']) => string;
  readonly spoken: (t: RowStyle['t']) => string;
}

const KINDS: Record<AttachRequest['kind'], KindLook> = {
  uprobe: { icon: 'symbol-function', place: () => '', spoken: t => t('probe on entry') },
  uretprobe: { icon: 'reply', place: t => t('return'), spoken: t => t('probe on return') },
  kprobe: { icon: 'chip', place: () => '', spoken: t => t('kernel probe on entry') },
  kretprobe: { icon: 'reply', place: t => t('return'), spoken: t => t('kernel probe on return') },
  tracepoint: {
    icon: 'milestone',
    place: t => t('tracepoint'),
    spoken: t => t('kernel tracepoint'),
  },
};

/** Calls that were not counted are never out of sight, however narrow the row: the icon says so too. */
function hasLoss({ misses, state }: OwnedProbe): boolean {
  return state !== 'lost' && misses !== undefined && misses !== 'unknown' && misses > 0n;
}

function counts(probe: OwnedProbe, { t, locale }: RowStyle): string[] {
  if (probe.hits === undefined || probe.state === 'lost') {
    return [];
  }
  if (probe.request.kind === 'tracepoint' && probe.hits === 'unknown') {
    return [t('not counted')];
  }
  const parts = [
    // Loss must stay in sight, also where the row is cut off.
    missesText(probe.misses, t, locale, 'short'),
    hitsText(probe.hits, t, locale, 'short'),
    probe.state === 'armed' ? rateText(probe.rate, t, locale) : '',
  ];
  return parts.filter(part => part !== '');
}

function color(probe: OwnedProbe): { color?: string } {
  if (isOutOfOrder(probe) || hasLoss(probe)) {
    return { color: 'list.warningForeground' };
  }
  const counts = probe.state === 'armed' && !runsNowhere(probe);
  return { color: counts ? 'charts.green' : 'disabledForeground' };
}

/** Where it was, there is other code, or another file: it has to be re-armed. */
function canStart(probe: OwnedProbe): boolean {
  return !(isStale(probe) && (probe.state === 'lost' || probe.file?.state === 'overwritten'));
}

function capabilities(probe: OwnedProbe): string[] {
  return [
    'probe',
    'removable',
    'filterable',
    probe.request.stacks === true ? 'stacking' : 'stackable',
    // A stale probe has to be re-armed first: there is room for three buttons.
    ...(probe.state === 'armed' && !isStale(probe) ? ['watchable'] : []),
    ...(probe.state === 'armed' ? ['stoppable'] : canStart(probe) ? ['startable'] : []),
    ...(probe.expiresAt === undefined ? [] : ['extendable']),
    ...(probe.request.kind === 'tracepoint' ? [] : ['copyable']),
    // What the kernel does not count cannot be stopped after hits.
    ...(probe.request.kind === 'tracepoint' && probe.hits === 'unknown' ? [] : ['limitable']),
    ...(isUserRequest(probe.request) ? ['revealable', 'explainable'] : []),
    ...(isStale(probe) ? ['rearmable'] : []),
  ];
}

function checkbox(
  probe: OwnedProbe,
  { t }: RowStyle,
): { checked: boolean; checkboxTooltip: string } {
  const checked = probe.state === 'armed';
  return {
    checked,
    checkboxTooltip: checked ? t('Armed: uncheck to stop it') : t('Not armed: check to arm it'),
  };
}

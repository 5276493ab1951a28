import type { OthersStore } from '../session/othersStore';
import { isUserRequest } from '../session/attachRequest';
import type { OwnedProbe } from '../session/ownedProbe';
import type { ProbeStore } from '../session/probeStore';
import { codeSpan, escapeMarkdown } from '../text/markdown';
import { hitsText, missesText, rateText } from '../text/numbers';
import { filterParagraph } from './filterText';
import { stacksParagraph } from './stacksText';
import { limitSentences } from './limitTooltip';
import { linesText } from './placeRows';
import type { TreeNode } from './probeNodes';
import { spokenKind } from './probeRow';
import { riskSentence } from './riskSentence';
import type { RowStyle } from './row';
import { truthSentences } from './truthSentences';

/**
 * The tooltip of a row as Markdown source, in which nothing from a file is interpreted.
 * @param scope whose events are captured, in a few words
 */
export function tooltip(
  node: TreeNode,
  probes: ProbeStore,
  others: OthersStore,
  style: RowStyle,
  scope = '',
): string | undefined {
  switch (node.kind) {
    case 'probe': {
      const probe = probes.get(node.key);
      return probe && probeTooltip(probe, style);
    }
    case 'group':
      return groupTooltip(node.target, probes, style, scope);
    case 'place':
    case 'morePlaces':
      return undefined;
    case 'orphans':
      return style.t(
        'A helper was killed before it could clean up. Sweep removes what it left, and nothing else.',
      );
    case 'orphan': {
      const orphan = others.orphans.find(({ owner }) => owner === node.owner);
      return orphan && [codeSpan(orphan.owner), ...orphan.lines.map(codeSpan)].join('\n\n');
    }
    case 'foreign':
    case 'foreignGroup':
      return style.t('Made by other tools or other windows. Probescope only shows them.');
    case 'foreignProbe': {
      const probe = others.findForeign(node.group, node.event);
      return probe && codeSpan(probe.line);
    }
  }
}

/** Everything there is to know of a probe: what it counts, its lines, and who it is. */
export function probeTooltip(owned: OwnedProbe, style: RowStyle): string {
  const { t } = style;
  const { probe, request } = owned;
  const paragraphs = [
    `**${escapeMarkdown(probe.label)}** — ${escapeMarkdown(spokenKind(request.kind, style))}`,
    countsSentence(owned, style),
    ...truthSentences(owned, style).map(escapeMarkdown),
    escapeMarkdown(limitSentences(owned, style).join(' ')),
    filterParagraph(owned, style),
    stacksParagraph(owned, style),
    escapeMarkdown(riskSentence(request, t)),
    canBeSilent(owned) ? t('No calls? “Why Is It Silent?” in the menu of the row tells.') : '',
  ];
  const facts: [string, string][] = [
    [t('Line'), probe.locations === undefined ? probe.canonical : ''],
    // A path is written as a descriptor; the rest is written as it reads.
    [t('As written'), isWrittenAsShown(probe) ? '' : probe.written],
    [t('Event'), `${probe.group.name}/${probe.event}`],
    [t('Event id'), String(probe.eventId)],
  ];
  if (isUserRequest(request)) {
    const { path, device, inode, buildId } = request.target;
    facts.push(
      [t('File'), path],
      [t('Device:inode'), `${deviceNumber(device)}:${inode}`],
      [t('Build-id'), buildId ?? ''],
    );
  }
  const list = facts
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${escapeMarkdown(name)}: ${codeSpan(value)}`);
  const lines = probe.locations === undefined ? '' : linesText(owned, style);
  return [...paragraphs, lines, ...list].filter(text => text !== '').join('\n\n');
}

/** Of several lines one tells enough about how paths are written, and the list of them is long. */
function isWrittenAsShown({ written, canonical, locations }: OwnedProbe['probe']): boolean {
  return written === canonical || locations !== undefined;
}

/** Hits, and in whose processes: those of a tracepoint are counted after the scope is looked at. */
function scopeSentence({ request }: OwnedProbe, hits: string, t: RowStyle['t']): string {
  if (request.kind === 'tracepoint') {
    return t('{0} since it was attached, in the processes whose events are captured.', hits);
  }
  return isUserRequest(request)
    ? t('{0} since it was attached, over all processes running the file.', hits)
    : t('{0} since it was attached, over all processes.', hits);
}

function countsSentence(owned: OwnedProbe, style: RowStyle): string {
  const { t, locale } = style;
  if (owned.state === 'lost') {
    return t('Lost with its helper: it no longer counts. Start makes it again.');
  }
  if (owned.hits === undefined) {
    return '';
  }
  if (owned.hits === 'unknown') {
    return owned.request.kind === 'tracepoint'
      ? t('This kernel does not count the hits of tracepoints: it has no histogram triggers.')
      : t('The kernel cannot tell the hits of this event from those of another.');
  }
  const hits = escapeMarkdown(hitsText(owned.hits, t, locale));
  const rate = escapeMarkdown(rateText(owned.rate, t, locale));
  const misses = missesText(owned.misses, t, locale);
  const scope = scopeSentence(owned, hits, t);
  return [
    scope,
    rate === '' ? '' : t('{0} at the last look.', rate),
    misses === ''
      ? ''
      : t('{0}: more calls were in flight than the probe had room for.', escapeMarkdown(misses)),
  ]
    .filter(Boolean)
    .join(' ');
}

/** A probe on a file that has not counted lately. */
function canBeSilent({ request, hits, rate, state }: OwnedProbe): boolean {
  return isUserRequest(request) && state === 'armed' && (hits === 0n || rate === 0);
}

function groupTooltip(
  target: string,
  probes: ProbeStore,
  { t }: RowStyle,
  scope: string,
): string | undefined {
  const group = probes.groups.find(candidate => candidate.target === target);
  if (!group) {
    return undefined;
  }
  const names = new Set(group.probes.map(({ probe }) => probe.group.name));
  const what = target.startsWith('/')
    ? [codeSpan(target), t('Hits are those of all processes running the file.')]
    : [t('Functions and tracepoints of the running kernel.')];
  const captured =
    scope === ''
      ? []
      : [
          escapeMarkdown(
            t(
              'Captured: {0}; hits are counted in all processes. “Choose Processes…” changes it.',
              scope,
            ),
          ),
        ];
  return [...what, ...captured, ...[...names].map(name => `${t('Group')}: ${codeSpan(name)}`)].join(
    '\n\n',
  );
}

/** `8:1`, as `stat` and the kernel print a device: `st_dev` packs the two (gnu_dev_makedev). */
function deviceNumber(device: bigint): string {
  const major = ((device >> 8n) & 0xfffn) | ((device >> 32n) & 0xfffff000n);
  const minor = (device & 0xffn) | ((device >> 12n) & 0xffffff00n);
  return `${major}:${minor}`;
}

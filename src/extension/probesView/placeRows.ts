import { linesOf } from '../export/tracefsLine';
import type { OwnedProbe } from '../session/ownedProbe';
import { placeCount, placeNames } from '../session/places';
import { codeSpan, escapeMarkdown, printable } from '../text/markdown';
import { groupedNumber, hitsText } from '../text/numbers';
import type { MorePlacesNode, PlaceNode } from './probeNodes';
import type { Row, RowStyle } from './row';

/** More rows below one probe would only be in the way. */
const MAX_ROWS = 200;
/** Lines in a tooltip. */
const MAX_LINES = 10;

/** The rows below a probe on several functions; none below one on a single function. */
export function placeNodes({ key, request }: OwnedProbe): (PlaceNode | MorePlacesNode)[] {
  const count = placeCount(request);
  if (count === 1) {
    return [];
  }
  const shown = Math.min(count, MAX_ROWS);
  const nodes: PlaceNode[] = Array.from({ length: shown }, (_, index) => ({
    kind: 'place',
    key,
    index,
  }));
  return count > shown ? [...nodes, { kind: 'morePlaces', key }] : nodes;
}

/** One function of a probe, with its own hits where they are read: while the rows are open. */
export function placeRow(probe: OwnedProbe, index: number, { t, locale }: RowStyle): Row {
  const label = printable(placeNames(probe.request)[index] ?? '');
  const hits = probe.state === 'lost' ? undefined : probe.placeHits?.[index];
  const description = hits === undefined ? '' : hitsText(hits, t, locale, 'short');
  return {
    label,
    description,
    icon: 'circle-small-filled',
    context: 'place',
    accessibilityLabel: [label, description].filter(Boolean).join(', '),
  };
}

export function morePlacesRow(probe: OwnedProbe, { t, locale }: RowStyle): Row {
  const label = t(
    '{0} more functions',
    groupedNumber(placeCount(probe.request) - MAX_ROWS, locale),
  );
  return {
    label,
    description: '',
    icon: 'ellipsis',
    context: 'morePlaces',
    accessibilityLabel: label,
  };
}

/** `14 functions` or `2 sites`; empty for a single one. */
export function placesText({ request }: OwnedProbe, { t, locale }: RowStyle): string {
  const count = placeCount(request);
  if (count === 1) {
    return '';
  }
  const isUsdt = 'target' in request && request.target.usdt !== undefined;
  const text = groupedNumber(count, locale);
  return isUsdt ? t('{0} sites', text) : t('{0} functions', text);
}

/** The lines of a probe on several functions as Markdown: the first ten, and how many there are. */
export function linesText(probe: OwnedProbe, { t, locale }: RowStyle): string {
  const lines = linesOf(probe).split('\n');
  const more = (probe.probe.locations ?? lines.length) - Math.min(lines.length, MAX_LINES);
  const shown = lines.slice(0, MAX_LINES).map(codeSpan).join('  \n');
  return more > 0
    ? `${shown}  \n${escapeMarkdown(t('and {0} more', groupedNumber(more, locale)))}`
    : shown;
}

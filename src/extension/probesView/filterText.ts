import type { OwnedProbe } from '../session/ownedProbe';
import { escapeMarkdown, codeSpan, printable } from '../text/markdown';
import type { RowStyle } from './row';

/** What a row tells of its filter: `if qty > 3`. */
export function filterText({ request }: OwnedProbe, { t }: RowStyle): string {
  return request.filter === undefined ? '' : t('if {0}', printable(request.filter));
}

/** The same in the tooltip, as Markdown, with what a filter does not do. */
export function filterParagraph({ request }: OwnedProbe, { t }: RowStyle): string {
  return request.filter === undefined
    ? ''
    : `${escapeMarkdown(t('Filter'))}: ${codeSpan(request.filter)} — ${escapeMarkdown(
        t('other hits are not captured, but counted, and cost about as much.'),
      )}`;
}

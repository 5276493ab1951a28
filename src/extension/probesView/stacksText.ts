import type { OwnedProbe } from '../session/ownedProbe';
import { escapeMarkdown } from '../text/markdown';
import type { RowStyle } from './row';

/** What a row tells of its stacks. */
export function stacksText({ request }: OwnedProbe, { t }: RowStyle): string {
  return request.stacks === true ? t('with stacks') : '';
}

/** The same in the tooltip, as Markdown, with what it costs and what is missing. */
export function stacksParagraph({ request }: OwnedProbe, { t }: RowStyle): string {
  if (request.stacks !== true) {
    return '';
  }
  const isOnProgram = request.kind === 'uprobe' || request.kind === 'uretprobe';
  return escapeMarkdown(
    isOnProgram
      ? t(
          "The program's stack is recorded with each hit, which costs 2 µs or more, also at this window's other probes meanwhile. The kernel follows frame pointers, 8 frames at most: code built without them (-fomit-frame-pointer) breaks the chain.",
        )
      : t("The kernel's stack is recorded with each hit, which costs 2 µs or more."),
  );
}

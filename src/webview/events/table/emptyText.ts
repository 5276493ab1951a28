import type { CaptureState, EventStrings, ViewNews } from '../../../protocol/eventsView';

/** Why no row is shown; undefined where some are. */
export function emptyText(
  news: ViewNews | undefined,
  state: CaptureState,
  isRecording: boolean,
  strings: EventStrings,
): string | undefined {
  if (news && news.end > news.first) {
    return undefined;
  }
  if (news && news.events > 0) {
    return strings.noMatch;
  }
  if (isRecording) {
    return strings.emptyRecording;
  }
  return state === 'off' ? strings.off : strings.nothing;
}

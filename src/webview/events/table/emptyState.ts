import type {
  CaptureReadiness,
  CaptureState,
  EventStrings,
  FromEventsView,
  ViewNews,
} from '../../../protocol/eventsView';

/** What a press of the button of an empty table does. */
export type EmptyAction = Extract<FromEventsView, { type: 'action' }>['action'] | 'removeFilters';

/** Why no row is shown, and the one thing to do about it. */
export interface EmptyState {
  readonly text: string;
  readonly action?: { readonly label: string; readonly does: EmptyAction };
}

/** What an empty table is seen with. */
export interface EmptyFacts {
  readonly news: ViewNews | undefined;
  readonly state: CaptureState;
  /** Undefined for a recording. */
  readonly readiness: CaptureReadiness | undefined;
}

/** Undefined where rows are shown. */
export function emptyState(
  { news, state, readiness }: EmptyFacts,
  strings: EventStrings,
): EmptyState | undefined {
  if (news && news.end > news.first) {
    return undefined;
  }
  if (news && news.events > 0) {
    const label = strings.removeFilters;
    return { text: strings.noMatch, action: { label, does: 'removeFilters' } };
  }
  switch (readiness) {
    case undefined:
      return { text: strings.emptyRecording };
    case 'noProbe':
      return { text: strings.noProbe, action: { label: strings.attach, does: 'attach' } };
    case 'lost':
      return { text: strings.lostProbes, action: { label: strings.recreate, does: 'recreate' } };
    case 'ready':
      return ofCapture(state, strings);
  }
}

function ofCapture(state: CaptureState, strings: EventStrings): EmptyState {
  switch (state) {
    case 'off':
      return { text: strings.stopped, action: { label: strings.start, does: 'start' } };
    case 'starting':
      return { text: strings.starting };
    case 'on':
      return { text: strings.nothing };
  }
}

import { printable } from '../text/markdown';
import { groupedNumber } from '../text/numbers';
import type { Translate } from '../text/translate';
import type { RecorderState } from './recorder';

/** How the extension speaks. */
export interface RecorderStyle {
  readonly t: Translate;
  readonly locale: string;
}

/** `12 s`, `3 min` */
export function durationText(seconds: number, { t, locale }: RecorderStyle): string {
  const rounded = seconds < 10 ? Math.round(seconds * 10) / 10 : Math.round(seconds);
  return rounded < 120
    ? t('{0} s', groupedNumber(rounded, locale))
    : t('{0} min', groupedNumber(Math.round(seconds / 60), locale));
}

/** What froze it: `price_order`, `by hand`. */
function causeText(
  { by, choice }: Extract<RecorderState, { kind: 'frozen' }>,
  t: Translate,
): string {
  switch (by) {
    case 'condition':
      return t('by {0}', printable(choice.freeze?.label ?? ''));
    case 'hand':
      return t('by hand');
    case 'other':
      return t('by another tool');
  }
}

/** What stands above the events; empty where there is no recorder. */
export function recorderNote(state: RecorderState, style: RecorderStyle): string {
  const { t, locale } = style;
  switch (state.kind) {
    case 'off':
      return '';
    case 'recording':
      return t(
        'The flight recorder holds the last {0} (events: {1}). They are shown once it is frozen.',
        durationText(state.seconds, style),
        groupedNumber(state.events, locale),
      );
    case 'frozen':
      return t(
        'Frozen {0} at {1}: the last {2} (events: {3}). What was before was overwritten, as a flight recorder does.',
        causeText(state, t),
        timeText(state.at, locale),
        durationText(state.seconds, style),
        groupedNumber(state.events, locale),
      );
  }
}

/** The item in the status bar; undefined where there is no recorder. */
export function recorderStatus(
  state: RecorderState,
  style: RecorderStyle,
): { readonly icon: string; readonly words: string } | undefined {
  const { t, locale } = style;
  switch (state.kind) {
    case 'off':
      return undefined;
    case 'recording':
      return {
        icon: 'record',
        words: t('Recording, {0} held', durationText(state.seconds, style)),
      };
    case 'frozen':
      return {
        icon: 'debug-pause',
        words: t('Frozen {0} at {1}', causeText(state, t), timeText(state.at, locale)),
      };
  }
}

function timeText(at: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { timeStyle: 'medium' }).format(at);
}

import type { CaptureReadiness, CaptureState, ViewNews } from '../../protocol/eventsView';
import type { EventNews } from '../../workers/eventMessages';
import type { Listen } from '../session/signal';
import type { SavableEvents } from './saveEvents';

/** What a page shows: the events of a capture, or of a recording. */
export interface PageEvents extends SavableEvents {
  /** A recording is not started, stopped or cleared. */
  readonly isRecording: boolean;
  readonly state: CaptureState;
  /** Whose events come in, in a few words; a recording has none. */
  readonly scope?: string;
  /** Whether there is anything to capture; a recording has none. */
  readonly readiness?: CaptureReadiness;
  readonly onDidChange: Listen<undefined>;
  /** What is to be said of them as a whole; left out where there is never anything. */
  readonly note?: string;
  readonly onDidChangeNote?: Listen<string>;
  /** What is always in sight, from what the worker says. */
  news(news: EventNews): ViewNews;
  /** A page has come. */
  opened(): Promise<void>;
  act(action: 'start' | 'stop' | 'clear'): Promise<void>;
}

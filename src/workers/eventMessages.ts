import type { Pause } from '../protocol/capture';
import type { EventFilter } from '../events/eventFilter';
import type { ExportKind } from '../events/export/writeEvents';
import type { RecordingErrorCode } from '../events/recording/recordingError';
import type { StoreLosses } from '../events/eventStore';
import type { SummaryFacts } from '../events/summary';
import type { CaptureFacts } from '../protocol/capture';
import type { RetiredNumber } from '../protocol/pages';
import type { CallerRequests, StackRequests } from './callers/callerRequests';
import type { ProbedCode } from './callers/probedCode';

export type { EventFilter } from '../events/eventFilter';
export type { SummaryFacts } from '../events/summary';

/** What events can be saved as. */
export type SaveKind = ExportKind | 'recording';

/** What a recording says beside its events. */
export interface OpenedRecording {
  /** What people call the probe of each schema. */
  readonly labels: readonly string[];
  /** Events that were lost in the kernel. */
  readonly lost: number;
  /** For how long nothing was captured. */
  readonly pauses: readonly Pause[];
  /** Names of the columns without values. */
  readonly masked: readonly string[];
}

/** The columns of one event, beside those that all have. */
export interface EventSchema {
  readonly event: string;
  readonly fields: readonly {
    readonly name: string;
    readonly isNumber: boolean;
    /** Its values are not kept. */
    readonly masked?: boolean;
    /** Its values are places in code. */
    readonly isCode?: boolean;
  }[];
  /** Whether it is an end of calls of which it is known what they take. */
  readonly hasTook: boolean;
}

/** One event as shown. Its strings are a traced program's: not to be interpreted. */
export interface EventRow {
  /** Number in the view; stays the same unless a late event comes before it. */
  readonly index: number;
  /** ns after the capture's first page. */
  readonly time: number;
  readonly cpu: number;
  readonly thread: number;
  /** `name pid`, empty where it is not known. */
  readonly process: string;
  /** Index into the schemas. */
  readonly schema: number;
  /** One for each field of the schema, as the kernel prints it. */
  readonly values: readonly string[];
  /** ns that the call took, on both of its ends. */
  readonly took?: number;
}

/** What a store holds by now. */
export interface EventNews {
  readonly events: number;
  /** The view's events have numbers from `first` up to `end`, which is not one of them. */
  readonly first: number;
  readonly end: number;
  /** Whether the view has looked at all events. */
  readonly complete: boolean;
  readonly losses: Readonly<StoreLosses>;
  /** Sub-buffers the helper gave up. */
  readonly discarded: number;
  /** Calls of which one end was not seen. */
  readonly unpaired: number;
  /** Bytes the events take. */
  readonly bytes: number;
  /**
   * Left out where every event has a row: `kept` is how many `of` those that came became rows, as reading fell
   * behind; now it is one of `parts`. Counts over all events hold nevertheless.
   */
  readonly sampled?: { readonly kept: number; readonly of: number; readonly parts: number };
  /** Time 0 in ms since the epoch; left out for another machine, and before the first event. */
  readonly epoch?: number;
}

/**
 * Every request to the event worker, with what it takes and gives. `view`: number of the page that asks,
 * which has a filter of its own; 0 where it is left out.
 */
export interface EventRequests extends CallerRequests, StackRequests {
  /** Begins a new store, without events. `capacity`: events that are kept. */
  begin: {
    params: {
      facts: CaptureFacts;
      capacity: number;
      isLocal: boolean;
      /** Where stacks are recorded, the kernel's descriptions of their records. */
      stackFormats?: readonly string[];
    };
    result: EventNews;
  };
  /**
   * Makes rows of the event that the kernel describes so, in pages of epoch `since` and later; gives its index
   * among the schemas. With `code`, where that of its probe is, they have a column that tells who called.
   */
  format: { params: { text: string; since?: number; code?: ProbedCode }; result: number };
  /** Two schemas are entry and return of one function: what calls take is known from now on. */
  pair: { params: { entry: number; ret: number }; result: EventNews };
  /** From now on the view holds what fits; undefined fits all. */
  filter: { params: { view?: number; filter?: EventFilter }; result: EventNews };
  /**
   * Events of the view by number, `to` not included, at most 1000. With a negative `from` that many of the
   * newest, whatever `to` is.
   */
  rows: {
    params: { view?: number; from: number; to: number };
    result: { rows: readonly EventRow[]; news: EventNews };
  };
  /** Rates and slowest calls of the view, and the values of these columns: of each the `limit` most frequent. */
  summary: {
    params: { view?: number; columns: readonly string[]; limit: number };
    result: SummaryFacts;
  };
  /** A page is gone, and its filter with it. */
  closeView: { params: { view: number }; result: null };
  /**
   * Writes the view's events to a file, or all of them as a recording; gives how many. `masked`: columns that
   * the file does not tell; `labels`: what people call each schema; `lost`: events lost in the kernel; `pauses`:
   * for how long nothing was captured. Where it is cancelled there is no file, and no number.
   */
  save: {
    params: {
      view?: number;
      path: string;
      kind: SaveKind;
      masked: readonly string[];
      labels: readonly string[];
      lost: number;
      pauses?: readonly Pause[];
    };
    result: number | null;
  };
  /** Keeps no values of fields with such names any more, in this and in later captures. */
  mask: { params: { patterns: readonly string[] }; result: null };
  /** Takes the events of a recording in the place of a capture's; `progress`: percent that are read. */
  openRecording: { params: { path: string; capacity: number }; result: OpenedRecording };
  schemas: { params: Record<string, never>; result: readonly EventSchema[] };
}

export type EventMethod = keyof EventRequests;

/** To the worker. Pages need no answer; the cancelled request still gets one. */
export type ToEventWorker =
  | { readonly cancel: number }
  | {
      [M in EventMethod]: {
        readonly id: number;
        readonly method: M;
        readonly params: EventRequests[M]['params'];
      };
    }[EventMethod]
  | {
      readonly capture: number;
      readonly cpu: number;
      readonly dropped: number;
      readonly epoch: number;
      readonly retired: readonly RetiredNumber[];
      /** Bytes of sub-buffers that came with these and were given up: too many waited. */
      readonly leftOut: number;
      readonly pages: Uint8Array;
      /** ms since the epoch */
      readonly sent: number;
    };

/** From the worker: one for each request, and how far a long one is. */
export type FromEventWorker =
  | { readonly id: number; readonly progress: number }
  | { readonly id: number; readonly result: unknown }
  | {
      readonly id: number;
      readonly error: string;
      /** What is wrong with a recording. */
      readonly code?: RecordingErrorCode;
    };

import type { EventFilter } from '../events/eventFilter';
import type { ExportKind } from '../events/export/writeEvents';
import type { StoreLosses } from '../events/eventStore';
import type { SummaryFacts } from '../events/summary';
import type { CaptureFacts } from '../protocol/capture';
import type { CallerRequests } from './callers/callerRequests';

export type { EventFilter } from '../events/eventFilter';
export type { ExportKind } from '../events/export/writeEvents';
export type { SummaryFacts } from '../events/summary';

/** The columns of one event, beside those that all have. */
export interface EventSchema {
  readonly event: string;
  readonly fields: readonly { readonly name: string; readonly isNumber: boolean }[];
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
  /** Time 0 in ms since the epoch; left out for another machine, and before the first event. */
  readonly epoch?: number;
}

/**
 * Every request to the event worker, with what it takes and gives. `view`: number of the page that asks,
 * which has a filter of its own; 0 where it is left out.
 */
export interface EventRequests extends CallerRequests {
  /** Begins a new store, without events. `capacity`: events that are kept. */
  begin: { params: { facts: CaptureFacts; capacity: number; isLocal: boolean }; result: EventNews };
  /** Makes rows of the event that the kernel describes so; gives its index among the schemas. */
  format: { params: { text: string }; result: number };
  /** An event is gone; its number may become another's. */
  removeFormat: { params: { event: number }; result: EventNews };
  /** Two schemas are entry and return of one function: what calls take is known from now on. */
  pair: { params: { entry: number; ret: number }; result: EventNews };
  /** From now on the view holds what fits; undefined fits all. */
  filter: { params: { view?: number; filter?: EventFilter }; result: EventNews };
  /** Events of the view by number, `to` not included, at most 1000. */
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
  /** Writes the view's events to a file; gives how many. `labels`: what people call each schema. */
  save: {
    params: {
      view?: number;
      path: string;
      kind: ExportKind;
      masked: readonly string[];
      labels: readonly string[];
    };
    result: number;
  };
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
      readonly pages: Uint8Array;
    };

/** From the worker: one for each request, and how far a long one is. */
export type FromEventWorker =
  | { readonly id: number; readonly progress: number }
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: string };

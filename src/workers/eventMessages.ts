import type { EventFilter } from '../events/eventFilter';
import type { StoreLosses } from '../events/eventStore';
import type { CaptureFacts } from '../protocol/capture';

export type { EventFilter } from '../events/eventFilter';

/** The columns of one event, beside those that all have. */
export interface EventSchema {
  readonly event: string;
  readonly fields: readonly { readonly name: string; readonly isNumber: boolean }[];
}

/** One event as shown. Its strings are a traced program's: not to be interpreted. */
export interface EventRow {
  /** Place in the order of time; stays the same unless a late event comes before it. */
  readonly position: number;
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
}

/** What a store holds by now. */
export interface EventNews {
  readonly events: number;
  /** Events in the view. */
  readonly shown: number;
  /** Whether the view has looked at all events. */
  readonly complete: boolean;
  readonly losses: Readonly<StoreLosses>;
  /** Sub-buffers the helper gave up. */
  readonly discarded: number;
  /** Bytes the events take. */
  readonly bytes: number;
}

/** Every request to the event worker, with what it takes and gives. */
export interface EventRequests {
  /** Begins a new store, without events. `capacity`: events that are kept. */
  begin: { params: { facts: CaptureFacts; capacity: number; isLocal: boolean }; result: EventNews };
  /** Makes rows of the event that the kernel describes so; gives its index among the schemas. */
  format: { params: { text: string }; result: number };
  /** From now on the view holds what fits; undefined fits all. */
  filter: { params: { filter?: EventFilter }; result: EventNews };
  /** Rows of the view by index, `to` not included; the newest where `from` is negative. */
  rows: {
    params: { from: number; to: number };
    result: { from: number; rows: readonly EventRow[]; news: EventNews };
  };
  schemas: { params: Record<string, never>; result: readonly EventSchema[] };
}

export type EventMethod = keyof EventRequests;

/** To the worker. Pages need no answer. */
export type ToEventWorker =
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

/** From the worker: one for each request. */
export type FromEventWorker =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: string };

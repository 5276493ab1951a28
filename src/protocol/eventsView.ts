import type { Pause } from './capture';
import * as v from 'valibot';
import { stacksFromView, type StacksToView, type StackStrings } from './stacksView';

/**
 * The messages between the Live Events view and its page, once. The page is not trusted: what comes from it
 * is checked against these schemas; what goes to it is built from the same types.
 */

const Count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 53 - 1));
const ColumnName = v.pipe(v.string(), v.maxLength(64));

/** A record has 64 KiB at most; its values are written with quotes, or as numbers. */
const MAX_VALUE = 1 << 19;

const ViewCondition = v.strictObject({
  column: ColumnName,
  is: v.picklist(['is', 'isNot', 'less', 'more', 'contains', 'range']),
  value: v.pipe(v.string(), v.maxLength(MAX_VALUE)),
});
export type ViewCondition = v.InferOutput<typeof ViewCondition>;

export const ViewFilter = v.strictObject({
  text: v.pipe(v.string(), v.maxLength(1024)),
  conditions: v.pipe(v.array(ViewCondition), v.maxLength(32)),
});
export type ViewFilter = v.InferOutput<typeof ViewFilter>;

/** From the page. */
export const FromEventsView = v.variant('type', [
  /** The page listens; the answer is `hydrate`. */
  v.strictObject({ type: v.literal('ready') }),
  /** Rows by number; with a negative `from` that many of the newest. The answer carries `number`. */
  v.strictObject({
    type: v.literal('rows'),
    number: Count,
    from: v.pipe(v.number(), v.integer(), v.minValue(-1000), v.maxValue(2 ** 53 - 1)),
    count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)),
  }),
  v.strictObject({ type: v.literal('filter'), number: Count, filter: ViewFilter }),
  /** Answers about what is shown, with the values of these columns. The answer carries `number`. */
  v.strictObject({
    type: v.literal('summary'),
    number: Count,
    columns: v.pipe(v.array(ColumnName), v.maxLength(8)),
  }),
  /** Rows as text, to the clipboard. */
  v.strictObject({ type: v.literal('copy'), text: v.pipe(v.string(), v.maxLength(1 << 26)) }),
  ...stacksFromView,
  v.strictObject({
    type: v.literal('action'),
    action: v.picklist(['start', 'stop', 'clear', 'save', 'chooseScope', 'attach', 'recreate']),
  }),
]);
export type FromEventsView = v.InferOutput<typeof FromEventsView>;

/** What VS Code's context menu is for: its page by number, and whether it is on a value. */
export const EventMenuContext = v.object({ page: Count });

/** What the context menu of a column's name is for. */
export const ColumnMenuContext = v.object({ page: Count, column: ColumnName });

/** What a context menu of the page does. */
export type EventMenuAction = 'copyRows' | 'copyValue' | 'onlyThis' | 'notThis';

/** The columns of one probe's events. */
export interface ViewSchema {
  /** What people call the probe. */
  readonly label: string;
  /** The event's name in the kernel: what a condition on `event` compares. */
  readonly event: string;
  readonly fields: readonly {
    readonly name: string;
    readonly isNumber: boolean;
    /** Its values are not kept. */
    readonly masked?: boolean;
    /** Its values are places in code. */
    readonly isCode?: boolean;
  }[];
  /** Whether its calls' latency is known. */
  readonly hasTook: boolean;
}

/** One event, ready to be shown. Every string may be hostile: it comes from a traced program. */
export interface ViewEvent {
  readonly index: number;
  /** ns after the capture's time 0. */
  readonly time: number;
  readonly cpu: number;
  readonly thread: number;
  readonly process: string;
  readonly schema: number;
  readonly values: readonly string[];
  readonly took?: number;
}

/** Whether events come in, and why not. */
export type CaptureState = 'off' | 'starting' | 'on';

/** Whether there is anything to capture: probes in the kernel, none at all, or those of a helper that is gone. */
export type CaptureReadiness = 'ready' | 'noProbe' | 'lost';

/** What is always in sight. */
export interface ViewNews {
  readonly first: number;
  readonly end: number;
  /** All events that are kept, shown or not. */
  readonly events: number;
  /** Events lost in the kernel: overwritten, or without room. */
  readonly overrun: number;
  /** Events that another program read out of the buffer; left out where it took none. */
  readonly taken?: number;
  /** Sub-buffers given up between kernel and editor. */
  readonly discarded: number;
  /** Events that made room for newer ones, and that could not be read. */
  readonly dropped: number;
  readonly unreadable: number;
  readonly unpaired: number;
  /** For how long nothing was captured, and why; left out where that never was. */
  readonly pauses?: readonly Pause[];
  /**
   * Left out where every event has a row: `kept` is how many `of` those that came became rows, and now it is one of
   * `parts`.
   */
  readonly sampled?: { readonly kept: number; readonly of: number; readonly parts: number };
  /** Time 0 in ms since the epoch, where the clock is this machine's. */
  readonly epoch?: number;
}

/** Numbers from `from` on that are less than `to`. */
export interface ViewBar {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** The values of a column. */
export interface ViewColumn {
  readonly column: string;
  readonly count: number;
  readonly top: readonly { readonly value: string; readonly count: number }[];
  readonly others: number;
  readonly numbers?: {
    readonly min: number;
    readonly max: number;
    readonly p50: number;
    readonly p99: number;
    /** By power of two. */
    readonly bars: readonly ViewBar[];
    /** Of one width; what is far off is in the last one. */
    readonly linear: readonly ViewBar[];
  };
}

/** A call by the event of its return. */
export interface ViewCall {
  /** Number in the view. */
  readonly index: number;
  /** Its schema. */
  readonly table: number;
  /** ns after the capture's time 0. */
  readonly time: number;
  /** ns */
  readonly took: number;
}

/** What the page opens on. */
export interface ViewSummary {
  readonly rates: {
    /** After the capture's time 0. */
    readonly firstSecond: number;
    /** By schema. */
    readonly tables: readonly { readonly table: number; readonly perSecond: readonly number[] }[];
  };
  /** The longest first. */
  readonly slowest: readonly ViewCall[];
  readonly columns: readonly ViewColumn[];
  /**
   * Left out where all events that came are counted: `kept` is how many `of` them are, but for the columns that
   * are `whole`.
   */
  readonly sampled?: {
    readonly kept: number;
    readonly of: number;
    readonly whole: readonly string[];
    readonly areRatesWhole: boolean;
  };
}

/** To the page. */
export type ToEventsView =
  | {
      readonly type: 'hydrate';
      /** Number by which context menu commands find the page. */
      readonly page: number;
      /** Of a recording, which is not started, stopped or cleared. */
      readonly isRecording: boolean;
      readonly strings: EventStrings;
      readonly locale: string;
      readonly state: CaptureState;
      readonly schemas: readonly ViewSchema[];
      /** Whose events come in; left out where none do. */
      readonly scope?: string;
      /** Left out of a recording. */
      readonly readiness?: CaptureReadiness;
    }
  | {
      readonly type: 'state';
      readonly state: CaptureState;
      readonly schemas: readonly ViewSchema[];
      readonly scope?: string;
      readonly readiness?: CaptureReadiness;
    }
  | {
      readonly type: 'rows';
      readonly number: number;
      readonly rows: readonly ViewEvent[];
      readonly news: ViewNews;
    }
  | { readonly type: 'filtered'; readonly number: number; readonly news: ViewNews }
  /** The filter is not in use: what was shown before still is. `text` says why. */
  | { readonly type: 'filterFailed'; readonly number: number; readonly text: string }
  /** Without a summary where there is nothing to sum up. */
  | { readonly type: 'summary'; readonly number: number; readonly summary?: ViewSummary }
  | StacksToView
  /** What is to be said of the events as a whole; empty where nothing is. */
  | { readonly type: 'note'; readonly text: string }
  /** A command of the context menu, on the rows that are selected. */
  | { readonly type: 'menu'; readonly action: EventMenuAction };

/** Text of the page, translated by the extension. `{0}` stands for a value. */
export interface EventStrings {
  readonly stacks: StackStrings;
  readonly toolbar: string;
  readonly start: string;
  readonly stop: string;
  readonly follow: string;
  readonly pause: string;
  readonly clear: string;
  readonly save: string;
  readonly search: string;
  readonly viewOptions: string;
  readonly relativeTime: string;
  readonly numbers: string;
  readonly bases: { readonly own: string; readonly decimal: string; readonly hex: string };
  readonly allShown: string;
  readonly shown: string;
  readonly perSecond: string;
  readonly newer: string;
  readonly scope: string;
  readonly scopeTitle: string;
  readonly lossesTitle: string;
  readonly missed: string;
  readonly missedAdvice: string;
  readonly overrun: string;
  readonly overrunAdvice: string;
  readonly discarded: string;
  readonly discardedAdvice: string;
  readonly taken: string;
  readonly takenAdvice: string;
  /** For how many ms nothing was captured, by its cause. */
  readonly paused: Readonly<Record<Pause['cause'], string>>;
  readonly pausedInAll: string;
  readonly pausedAdvice: string;
  readonly dropped: string;
  readonly droppedAdvice: string;
  readonly unreadable: string;
  readonly unreadableAdvice: string;
  readonly sampling: string;
  readonly sampled: string;
  readonly sampledAdvice: string;
  readonly sampledCard: string;
  readonly filterFailed: string;
  readonly noLoss: string;
  readonly columns: {
    readonly time: string;
    readonly cpu: string;
    readonly process: string;
    readonly thread: string;
    readonly event: string;
    readonly took: string;
    readonly returned: string;
    readonly caller: string;
  };
  readonly grid: string;
  readonly nothing: string;
  readonly starting: string;
  readonly stopped: string;
  readonly noProbe: string;
  readonly attach: string;
  readonly lostProbes: string;
  readonly recreate: string;
  readonly emptyRecording: string;
  readonly masked: string;
  readonly noMatch: string;
  readonly removeFilters: string;
  readonly details: string;
  readonly selected: string;
  readonly copyRows: string;
  readonly onlyThis: string;
  readonly notThis: string;
  readonly filters: string;
  readonly remove: string;
  readonly filterColumn: string;
  readonly conditions: {
    readonly is: string;
    readonly isNot: string;
    readonly less: string;
    readonly more: string;
    readonly contains: string;
  };
  readonly durationExample: string;
  readonly apply: string;
  readonly overview: string;
  readonly summary: string;
  readonly viewTitle: string;
  readonly views: { readonly values: string; readonly log2: string; readonly linear: string };
  readonly noValues: string;
  readonly noCalls: string;
  readonly slowest: string;
  readonly others: string;
  readonly rate: string;
  readonly rateChart: string;
  readonly rateOf: string;
  readonly percentiles: string;
  readonly bar: string;
  readonly close: string;
}

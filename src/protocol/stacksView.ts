import * as v from 'valibot';

/** The part of the messages between the Live Events view and its page that is about callers and stacks. */

const Count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 53 - 1));

const StackDirection = v.picklist(['callers', 'calls']);
/** From the probed function to who called it, or from where the program began. */
export type StackDirection = v.InferOutput<typeof StackDirection>;

/** From the page. */
export const stacksFromView = [
  /** To where the event with that number was called from, or a frame of its program's stack, the innermost 0. */
  v.strictObject({ type: v.literal('callSite'), index: Count, frame: v.optional(Count) }),
  /** To the call that such a text tells of, which some event shows as its caller. */
  v.strictObject({
    type: v.literal('callerSite'),
    caller: v.pipe(v.string(), v.maxLength(1 << 16)),
  }),
  v.strictObject({ type: v.literal('stacksOf'), index: Count }),
  /** All stacks of a schema's events as one tree. */
  v.strictObject({ type: v.literal('stacks'), schema: Count, direction: StackDirection }),
] as const;

/** Functions are a traced program's: not to be interpreted. */
export interface ViewStack {
  readonly isKernel: boolean;
  /** The innermost first. */
  readonly frames: readonly string[];
  /** Its frames can be gone to. */
  readonly isPlaced?: true;
}

export interface ViewStackNode {
  readonly name: string;
  readonly count: number;
  /** The most frequent first. */
  readonly children: readonly ViewStackNode[];
}

/** To the page. */
export type StacksToView =
  | { readonly type: 'stacksOf'; readonly index: number; readonly stacks: readonly ViewStack[] }
  | {
      readonly type: 'stacks';
      readonly schema: number;
      readonly direction: StackDirection;
      /** Null where no stack was recorded. */
      readonly tree: ViewStackNode | null;
      /** Whether it is of the events that fit the page's filter only. */
      readonly isFiltered: boolean;
      /** Stacks of events that were not captured, and those that are not told apart as there are too many. */
      readonly lost: number;
    };

/** Text of the page about them. `{0}` and so on stand for values. */
export interface StackStrings {
  readonly title: string;
  readonly of: string;
  readonly direction: string;
  readonly callers: string;
  readonly calls: string;
  readonly none: string;
  readonly note: string;
  readonly whole: string;
  readonly filtered: string;
  readonly noneFits: string;
  readonly lost: string;
  readonly share: string;
  readonly callSite: string;
  readonly callSiteNote: string;
  readonly program: string;
  readonly kernel: string;
}

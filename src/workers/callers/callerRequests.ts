import type { StackNode } from '../../events/stacks/stackTree';
import type { RecordedSite } from '../../events/recording/recordedSites';
import type { FilePlace } from './place';
import type { Named, Unnamed } from './placeNames';

/** What the event worker is asked about who called. */
export interface CallerRequests {
  /** Waits for places whose functions are wanted; null once another capture has begun. */
  unnamed: { params: { capture: number }; result: Unnamed | null };
  /** The functions of those places. */
  named: { params: { capture: number; places: Unnamed; names: Named }; result: null };
  /**
   * The call that the view's event with that number came from, or that is a frame of its program's stack, the innermost 0,
   * or that a text tells of which some event shows as its caller; null where that is in no file.
   */
  callSite: {
    params: { view?: number; index: number; frame?: number } | { caller: string };
    result: FilePlace | RecordedSite | null;
  };
}

/** Stacks of one event. */
export interface CallStack {
  readonly isKernel: boolean;
  /** With offsets, the innermost first. */
  readonly frames: readonly string[];
  /** Its frames can be gone to. */
  readonly isPlaced?: true;
}

/** What is asked about recorded stacks. */
export interface StackRequests {
  /** The kernel's descriptions of its records of stacks, which are read from now on. */
  recordStacks: { params: { formats: readonly string[] }; result: null };
  /**
   * The stacks of a schema's events as one tree: of those in the view where that is filtered, else of all since the
   * capture began. Null where none was recorded.
   */
  stackTree: {
    params: { view?: number; schema: number; direction: 'callers' | 'calls' };
    result: { tree: StackNode; isFiltered: boolean; strays: number; others: number } | null;
  };
  /** Those of the view's event with that number. */
  stacksOf: { params: { view?: number; index: number }; result: readonly CallStack[] };
}

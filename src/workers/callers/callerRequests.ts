import type { FilePlace } from './place';
import type { Named, Unnamed } from './placeNames';
import type { ProbedCode } from './probedCode';

/** What the event worker is asked about who called. */
export interface CallerRequests {
  /** Where the code of a schema's probe is: its events have a column that tells who called. */
  probedCode: { params: { schema: number; code: ProbedCode }; result: null };
  /** Waits for places whose functions are wanted; null once another capture has begun. */
  unnamed: { params: { capture: number }; result: Unnamed | null };
  /** The functions of those places. */
  named: { params: { capture: number; places: Unnamed; names: Named }; result: null };
  /** Where the view's event with that number was called from; null where that is in no file. */
  callSite: { params: { view?: number; index: number }; result: FilePlace | null };
}

import type { CheckState } from '../../protocol/requests';
import type * as v from 'valibot';

/** One row of the report. */
export interface Finding {
  /** What was looked at, for people. */
  readonly title: string;
  readonly state: v.InferOutput<typeof CheckState>;
  /** What was found. */
  readonly detail: string;
  /** What to do; left out where nothing needs doing. */
  readonly remedy?: string;
}

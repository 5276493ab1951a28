/** One Mocha test that ran in the extension host. */
export interface HostResult {
  /** The titles of its suites and its own. */
  readonly title: string;
  readonly state: 'passed' | 'failed' | 'skipped';
  /** Milliseconds. */
  readonly duration: number;
  readonly error?: string;
  /** Why it was skipped. */
  readonly reason?: string;
}

/** What a run leaves in its result file: `finished` tells a whole run from one whose extension host died. */
export interface HostReport {
  readonly finished: boolean;
  readonly results: readonly HostResult[];
}

/** The environment variable that names the result file. */
export const RESULT_FILE = 'PROBESCOPE_HOST_RESULTS';

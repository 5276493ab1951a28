/** One test that ran in the guest, as it is told to the host: a JSON line. */
export interface GuestResult {
  readonly name: string;
  /** Depth: 0 for what stands at the top of a file. */
  readonly nesting: number;
  /** A `describe`, not a test of its own. */
  readonly suite: boolean;
  readonly passed: boolean;
  /** Milliseconds, under emulation. */
  readonly duration: number;
  /** Why it was skipped, if it was. */
  readonly skip?: string;
  /** The failure's message and stack. */
  readonly error?: string;
}

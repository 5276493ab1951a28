import type { ErrorLogEntry } from './errorLog';

/**
 * What went wrong, stable across releases.
 *
 * `exists` the group/event is taken · `notFound` no such symbol, file or event · `badBoundary` not
 * an instruction boundary · `offsetTooBig` beyond what the kernel takes · `invalidInput` refused
 * before or by the kernel's parser · `invalidMaxActive` maxactive where it does not belong ·
 * `notSupported` this kernel cannot · `closed` already removed · `busy` enabled, held by perf, or
 * read by someone · `denied` permission · `lockdown` kernel lockdown · `notMounted` no tracefs ·
 * `readOnly` mounted read-only · `tooMany` a kernel limit · `kernel` any other refusal · `io` an
 * I/O error.
 */
export type TracefsErrorCode =
  | 'exists'
  | 'notFound'
  | 'badBoundary'
  | 'offsetTooBig'
  | 'invalidInput'
  | 'invalidMaxActive'
  | 'notSupported'
  | 'closed'
  | 'busy'
  | 'denied'
  | 'lockdown'
  | 'notMounted'
  | 'readOnly'
  | 'tooMany'
  | 'kernel'
  | 'io';

/** What is known about a failure beyond its sentence. */
export interface TracefsErrorDetails {
  /** The kernel's error name, e.g. `EINVAL`. */
  errno?: string;
  /** The command as it was written. */
  line?: string;
  /** The kernel's own words about that command. */
  log?: ErrorLogEntry;
  cause?: unknown;
}

/** Every failure of this folder. `message` is one sentence that says what to do. */
export class TracefsError extends Error {
  override readonly name = 'TracefsError';
  readonly errno?: string;
  readonly line?: string;
  readonly log?: ErrorLogEntry;

  constructor(
    readonly code: TracefsErrorCode,
    message: string,
    details: TracefsErrorDetails = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    if (details.errno !== undefined) {
      this.errno = details.errno;
    }
    if (details.line !== undefined) {
      this.line = details.line;
    }
    if (details.log !== undefined) {
      this.log = details.log;
    }
  }
}

import * as v from 'valibot';

/**
 * Why the helper refused or failed; stable, the extension makes the sentence.
 * The first rows are the kernel's answers (see `TracefsErrorCode`), the others the helper's own.
 */
export const HelperErrorCode = v.picklist([
  'exists',
  'notFound',
  'badBoundary',
  'offsetTooBig',
  'invalidInput',
  'invalidMaxActive',
  'notSupported',
  'closed',
  'busy',
  'denied',
  'lockdown',
  'notMounted',
  'readOnly',
  'tooMany',
  'kernel',
  'io',
  /** The file at the path is not the one the extension saw (another device or inode). */
  'fileChanged',
  /** The file could not be opened with the user's own ids. */
  'fileUnreadable',
  /** A directory, FIFO, device… */
  'notRegular',
  /** The process that a file was to be found by has ended. */
  'processGone',
  /** The process runs no such file: it never did, or maps it as data only. */
  'notMapped',
  /** Unknown handle, group or owner; or a request that does not fit the state. */
  'state',
  /** Events cannot be limited to processes here. */
  'scope',
  /** Over a limit of the protocol. */
  'limit',
  /** The request did not fit its schema. */
  'badRequest',
  /** Host and helper speak different protocol versions. */
  'version',
  /** The caller asked to stop before this was done. */
  'cancelled',
  'internal',
]);
export type HelperErrorCode = v.InferOutput<typeof HelperErrorCode>;

/** The kernel's own words on a refused line. */
export const KernelLog = v.strictObject({
  text: v.string(),
  /** 0-based column in the command the kernel quotes, if it gave one. */
  column: v.optional(v.number()),
  command: v.optional(v.string()),
});
export type KernelLog = v.InferOutput<typeof KernelLog>;

/** What travels in `error.data` of a JSON-RPC error and in the failed items of a batch. */
export const HelperErrorData = v.strictObject({
  code: HelperErrorCode,
  message: v.string(),
  errno: v.optional(v.string()),
  /** The line that was written to the kernel. */
  line: v.optional(v.string()),
  log: v.optional(KernelLog),
});
export type HelperErrorData = v.InferOutput<typeof HelperErrorData>;

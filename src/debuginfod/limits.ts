/** What a server is granted. */
export interface Limits {
  /** The most bytes of a debug file, unpacked. */
  readonly bytes: number;
  /** ms until the server must have begun to answer, each redirection anew. */
  readonly answerMs: number;
  /** ms in which `stallBytes` must arrive, over and over. */
  readonly stallMs: number;
  readonly stallBytes: number;
  readonly redirects: number;
}

/**
 * The largest debug files, of browsers and kernels, are some gigabytes. A server may have to unpack a
 * package before it can answer. 100 kB in 90 s is what elfutils' client asks for (DEBUGINFOD_TIMEOUT).
 */
export const LIMITS: Limits = {
  bytes: 8 * 2 ** 30,
  answerMs: 60_000,
  stallMs: 90_000,
  stallBytes: 100_000,
  redirects: 5,
};

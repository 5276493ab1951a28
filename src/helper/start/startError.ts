/** Exit codes of a helper that did not get to work; the extension tells them apart. */
export const ExitCode = {
  usage: 64,
  /** The socket's path or its owner is not as it must be. */
  socketRefused: 76,
  /** Not root, or no user to work for. */
  notRoot: 77,
  /** The process it was to work for is gone or another. */
  ownerGone: 78,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** Ends the helper before it speaks: the sentence goes to stderr, the code is the exit status. */
export class StartError extends Error {
  constructor(
    readonly exitCode: ExitCode,
    message: string,
  ) {
    super(message);
    this.name = 'StartError';
  }
}

/** A follow-up the message offers as a button. */
export type ErrorAction =
  'details' | 'diagnose' | 'useTerminal' | 'restart' | 'showLog' | 'openSettings';

/** An error whose message is a sentence made for the user: only these are shown word for word. */
export class HumanError extends Error {
  override readonly name = 'HumanError';

  constructor(
    sentence: string,
    readonly options: {
      /** What is behind "Details": several lines of plain text. */
      readonly details?: string;
      readonly actions?: readonly ErrorAction[];
      /** The user knows already (they cancelled): only the status bar says it, for a moment. */
      readonly silent?: boolean;
      readonly cause?: unknown;
    } = {},
  ) {
    super(sentence, { cause: options.cause });
  }
}

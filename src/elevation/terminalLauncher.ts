/** Opens the integrated terminal on a program; the extension implements it. */
export interface TerminalLauncher {
  /** Runs `file` with `args`, with no shell in between. */
  open(file: string, args: readonly string[], title: string): OpenTerminal;
}

export interface OpenTerminal {
  /** Settles when the program ended or the terminal was closed: with its exit code if that is known. */
  readonly closed: Promise<number | undefined>;
  dispose(): void;
}

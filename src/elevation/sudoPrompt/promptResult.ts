import type { CommandEnd } from '../launch/runningCommand';

/** What the process that calls sudo-prompt sends back when the command is over. */
export interface PromptResult {
  /** sudo-prompt's message; missing if the command succeeded. */
  readonly message?: string;
  /** Of pkexec, which passes the command's own on. */
  readonly exitCode?: number;
  readonly stderr: string;
}

export function isPromptResult(value: unknown): value is PromptResult {
  return typeof value === 'object' && value !== null && 'stderr' in value;
}

export function toCommandEnd(result: PromptResult): CommandEnd {
  const exitCode = result.exitCode ?? (result.message === undefined ? 0 : undefined);
  return {
    output: result.stderr,
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(result.message === undefined ? {} : { message: result.message }),
  };
}

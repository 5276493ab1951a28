import * as v from 'valibot';
import { ResponseError } from 'vscode-jsonrpc';
import { HelperErrorData, type HelperErrorCode, type KernelLog } from './errors';

/** A refusal of the helper, or the loss of it (`closed`), as an error to throw. */
export class HelperError extends Error {
  readonly code: HelperErrorCode;
  readonly errno: string | undefined;
  /** The line that was written to the kernel. */
  readonly line: string | undefined;
  readonly log: KernelLog | undefined;

  constructor(data: HelperErrorData, options?: ErrorOptions) {
    super(data.message, options);
    this.name = 'HelperError';
    this.code = data.code;
    this.errno = data.errno;
    this.line = data.line;
    this.log = data.log;
  }

  /** What a failed request means: `error.data` of the helper where it fits, else `internal`. */
  static from(error: unknown): HelperError {
    if (error instanceof HelperError) {
      return error;
    }
    if (error instanceof ResponseError) {
      const data = v.safeParse(HelperErrorData, error.data);
      if (data.success) {
        return new HelperError(data.output, { cause: error });
      }
    }
    const message = error instanceof Error ? error.message : String(error);
    return new HelperError({ code: 'internal', message }, { cause: error });
  }
}

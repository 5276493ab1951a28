import type { HelperErrorCode, HelperErrorData } from '../protocol/errors';

/** A refusal of the helper's own, beside those of the kernel (`TracefsError`). */
export class Refusal extends Error {
  constructor(
    readonly code: HelperErrorCode,
    message: string,
    readonly details: Pick<HelperErrorData, 'errno'> = {},
  ) {
    super(message);
    this.name = 'Refusal';
  }
}

/**
 * - `badLayout`: the kernel describes its pages or events in a way that is not known here.
 * - `badPage`: a page whose bytes contradict themselves; what came before the fault was read.
 */
export type RingBufferErrorCode = 'badLayout' | 'badPage';

/** Ring-buffer bytes, or their description, that cannot be read. */
export class RingBufferError extends Error {
  override readonly name = 'RingBufferError';

  constructor(
    readonly code: RingBufferErrorCode,
    message: string,
  ) {
    super(message);
  }
}

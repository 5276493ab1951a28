/**
 * - `notRecording`: a file of another kind.
 * - `newer`: written by a later version, in a way that is not known here.
 * - `cut`: it ends before its end.
 * - `damaged`: its bytes contradict themselves.
 * - `tooLarge`: it claims more than a file of its size holds.
 */
export type RecordingErrorCode = 'notRecording' | 'newer' | 'cut' | 'damaged' | 'tooLarge';

/** A recording that cannot be opened; its sentence says what to do. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';

  constructor(
    readonly code: RecordingErrorCode,
    message: string,
  ) {
    super(message);
  }
}

/** @param detail what contradicts what */
export function damaged(detail: string): RecordingError {
  return new RecordingError(
    'damaged',
    `The recording is damaged: ${detail}. Take another copy of the file.`,
  );
}

/**
 * A search that cannot be done as it was typed.
 *
 * - `badPattern`: no regular expression.
 * - `slowPattern`: a regular expression that takes for ever on one of the names (`(a+)+$`).
 */
export class PatternError extends Error {
  override readonly name = 'PatternError';

  constructor(
    readonly code: 'badPattern' | 'slowPattern',
    message: string,
  ) {
    super(message);
  }
}

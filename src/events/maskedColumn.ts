import type { Column, Value } from './column';
import type { ByteText } from './text/byteText';

/** What is shown and saved in the place of a value that is masked. */
export const MASKED = 'masked';

/** A column that keeps nothing of what comes. */
export class MaskedColumn implements Column {
  readonly bytes = 0;

  append(): void {
    // The values are not to be anywhere.
  }

  value(): Value {
    return MASKED;
  }

  write(_row: number, out: ByteText): void {
    out.text(MASKED);
  }

  drop(): void {
    // There is nothing.
  }
}

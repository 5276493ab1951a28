import type { Records } from './records';
import type { ByteText } from './text/byteText';

/** A number, or a text; `null` where the kernel could not read the memory it was to be read from. */
export type Scalar = number | bigint | string | null;
/** What a row has in a column. */
export type Value = Scalar | readonly Scalar[];

/** Values of one field, in typed chunks: it grows at its end and is dropped at its start. */
export interface Column {
  /**
   * Appends what the records with the numbers `from` up to `to` have in the field; the first of them
   * becomes `row`, and all of them are in the chunk of that row.
   */
  append(records: Records, from: number, to: number, row: number): void;
  value(row: number): Value;
  /** Writes the value as the kernel prints it. */
  write(row: number, out: ByteText): void;
  /** Frees the chunk that holds `row`. */
  drop(row: number): void;
  /** Bytes it takes. */
  readonly bytes: number;
}

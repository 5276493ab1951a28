import { MASKED } from '../maskedColumn';
import type { Records } from '../records';
import type { ValueCounts } from '../valueCounts';

/** Counts the values of one field, whether their rows are kept or not. */
export interface FieldCounts {
  add(records: Records): void;
  tell(counts: ValueCounts): void;
}

/** A field whose values are not to be known. */
export class MaskedCounts implements FieldCounts {
  constructor(private count: number) {}

  add(records: Records): void {
    this.count += records.count;
  }

  tell(counts: ValueCounts): void {
    counts.add(MASKED, undefined, this.count);
  }
}

import type { EventField } from '../eventFormat';
import { MASKED } from '../maskedColumn';
import type { Records } from '../records';
import type { ValueCounts } from '../valueCounts';
import { BlockCounts } from './blockCounts';
import { NumberCounts } from './numberCounts';
import { TextCounts } from './textCounts';

/** Counts the values of one field, whether their rows are kept or not. */
export interface FieldCounts {
  add(records: Records): void;
  tell(counts: ValueCounts): void;
}

/** Undefined for what is not counted here: arrays of texts. */
export function fieldCounts(field: EventField, littleEndian: boolean): FieldCounts | undefined {
  switch (field.kind) {
    case 'int':
      return new NumberCounts(field, littleEndian);
    case 'string':
      return new TextCounts(field, littleEndian);
    case 'ints':
    case 'bytes':
      return new BlockCounts(field, littleEndian);
    case 'strings':
      return undefined;
  }
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

import type { EventField } from '../eventFormat';
import { BlockCounts } from './blockCounts';
import { type FieldCounts, MaskedCounts } from './fieldCounts';
import { NumberCounts } from './numberCounts';
import { TextCounts } from './textCounts';

/** Undefined for what is not counted here: arrays of texts. */
export function countsOfField(field: EventField, littleEndian: boolean): FieldCounts | undefined {
  if (field.masked) {
    return new MaskedCounts(0);
  }
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

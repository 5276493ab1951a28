import type { PageLayout } from '../../tracefs';
import type { EventField, EventFormat } from '../eventFormat';
import type { RecordedField } from './recordingFacts';

/** Where a record's fields begin, in bytes: after its event's number and its thread, as in the kernel's. */
const FIELDS_AT = 8;

/** A store of recorded rows: there are no pages, but numbers are little endian. */
export const RECORDED_LAYOUT: PageLayout = {
  ...{ littleEndian: true, timestampOffset: 0, commitOffset: 8, longSize: 8 },
  ...{ dataOffset: 16, size: 4096 },
};

/**
 * How an event's records are laid out in a recording: fields one after the other, texts behind them, little
 * endian, whatever machine they come from. What is masked takes no room.
 *
 * @param id tells the formats of one recording apart
 */
export function recordedFormat(
  id: number,
  name: string,
  fields: readonly RecordedField[],
): EventFormat {
  let size = FIELDS_AT;
  const laidOut = fields.map(field => {
    const placed = placedField(field, size);
    size += placed.size;
    return placed;
  });
  return { id, name, fields: laidOut, size };
}

/** What a recording says of a field: a text at a fixed place becomes one that a word leads to. */
export function recordedField(field: EventField, isMasked: boolean): RecordedField {
  const { name, kind, size, elementSize, signed, base } = field;
  return {
    ...{ name, kind, element: isText(kind) ? 4 : elementSize, signed, base },
    count: isText(kind) && !field.dynamic ? 1 : size / elementSize,
    ...(isMasked && { masked: true }),
  };
}

function placedField(field: RecordedField, offset: number): EventField {
  const { name, kind, element: elementSize, count, signed, base, masked = false } = field;
  return {
    ...{ name, kind, offset, elementSize, signed, base, masked },
    size: masked ? 0 : elementSize * count,
    dynamic: isText(kind),
  };
}

function isText(kind: EventField['kind']): boolean {
  return kind === 'string' || kind === 'strings';
}

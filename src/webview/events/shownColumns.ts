import type { EventStrings, ViewSchema } from '../../protocol/eventsView';
import { eventColumns, type EventColumn } from './eventColumns';
import { NumberText } from './numberText';
import { TimeText } from './timeText';

/** How events are shown: their columns, and how times and numbers are written in them. */
export class ShownColumns {
  readonly time = new TimeText();
  readonly numbers = new NumberText();
  schemas: readonly ViewSchema[] = [];
  columns: readonly EventColumn[] = [];

  constructor(readonly strings: EventStrings) {}

  /** To be called when the schemas, or how values are written, are others. */
  update(schemas: readonly ViewSchema[] = this.schemas): void {
    this.schemas = schemas;
    this.columns = eventColumns(schemas, this.strings, this.time, this.numbers);
  }
}

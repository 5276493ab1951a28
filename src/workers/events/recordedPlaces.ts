import type { EventFields } from '../../events/eventFields';
import type { EventStore } from '../../events/eventStore';
import type { MadeColumn } from '../../events/madeColumn';
import type { RecordedSite, RecordedSites } from '../../events/recording/recordedSites';

/** Places that the texts of a recording mean: those of its columns that tell who called, and of its stacks. */
export class RecordedPlaces {
  private readonly sites = new Map<string, RecordedSite>();

  constructor(store: EventStore, fields: EventFields) {
    fields.register(index => codeColumns(store, index));
  }

  add({ file, sites }: RecordedSites): void {
    for (const [text, by, at] of sites) {
      this.sites.set(text, { recorded: file, by, at });
    }
  }

  get all(): Iterable<readonly [string, RecordedSite]> {
    return this.sites;
  }

  site(text: string): RecordedSite | undefined {
    return this.sites.get(text);
  }
}

/** Texts without quotes were made by the worker of the capture: they tell who called. */
function codeColumns(store: EventStore, index: number): MadeColumn[] {
  const table = store.tables[index];
  return (table?.format.fields ?? []).flatMap(({ name, kind, base }, at) => {
    const text = (row: number): string => String(table?.value(row, at) ?? '');
    return kind === 'string' && base === 'plain'
      ? [{ name, isNumber: false, isCode: true as const, replaces: true, text, value: text }]
      : [];
  });
}

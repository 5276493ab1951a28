import type { Pause } from '../../protocol/capture';
import { EventView } from '../../events/eventView';
import type { Value } from '../../events/column';
import { CALLER, callerName, RETURNS_TO } from '../../events/masks';
import { RETURNED } from '../../events/returnedColumns';
import { recordedField } from '../../events/recording/recordedFormat';
import type {
  RecordedField,
  RecordedStack,
  RecordingFacts,
} from '../../events/recording/recordingFacts';
import type { RecordingSource, RowToRecord } from '../../events/recording/writeRecording';
import type { StackRecords } from '../../events/stacks/stackRecords';
import type { Capture } from './capture';
import { hidesCallers } from './hiddenCallers';
import { SavedRows } from './savedRows';
import { STACK_FIELDS, type ShownStacks } from './recordedStacks';
import { savedSites } from './savedSites';
import { shownStacks } from './shownStacks';

/** What is not the capture's own, but the window's. */
export interface RecordedBeside {
  /** What people call the probe of each schema. */
  readonly labels: readonly string[];
  /** Columns that are not to be in the file, beside those that are masked already. */
  readonly masked: ReadonlySet<string>;
  /** Events that were lost in the kernel. */
  readonly lost: number;
  /** For how long nothing was captured. */
  readonly pauses: readonly Pause[];
  /** Names by thread. */
  readonly names: readonly (readonly [number, string])[];
}

/** One column of a table on its way to a file. */
interface RecordedColumn {
  readonly field: RecordedField;
  readonly value: (row: number) => Value;
}

/** All events of a capture, whatever is shown of them: a recording is filtered again when it is opened. */
export function recordingSource(capture: Capture, beside: RecordedBeside): RecordingSource {
  const { store } = capture;
  const { names } = beside;
  const masked = withTold(capture, beside.masked);
  const columns = store.tables.map((_, table) => columnsOf(capture, table, masked));
  const rows = new SavedRows(store, new EventView(store, undefined));
  return {
    facts: factsOf(capture, beside, columns),
    names: masked.has('process') ? [] : names,
    stacks: () => (masked.has(CALLER) ? [] : numbered(shownStacks(capture))),
    sites: () => (masked.has(CALLER) || masked.has(RETURNS_TO) ? [] : savedSites(capture)),
    count: rows.count,
    row(at): RowToRecord | undefined {
      const place = rows.at(at);
      const table = place && store.tables[place.table];
      const fields = place && columns[place.table];
      return (
        table &&
        fields && {
          time: table.time(place.row),
          cpu: table.cpu(place.row),
          event: place.table,
          thread: table.thread(place.row),
          value: field => fields[field]?.value(place.row) ?? null,
        }
      );
    },
  };
}

/** What a call returned, or who called, is made again of the records' own fields and stacks, which are to be masked then. */
function withTold({ store, fields }: Capture, masked: ReadonlySet<string>): ReadonlySet<string> {
  const told = store.tables.flatMap(({ format }, table) =>
    masked.has(RETURNED) || store.isMasked(RETURNED, format.name)
      ? fields.tells(table, RETURNED)
      : [],
  );
  const callers = store.tables.filter(({ format }) => masked.has(callerName(format)));
  const isHidden = masked.has(CALLER) || hidesCallers(store);
  return new Set([
    ...masked,
    ...told,
    ...(callers.length > 0 ? [RETURNS_TO] : []),
    ...(isHidden ? [CALLER, ...Object.values(STACK_FIELDS)] : []),
  ]);
}

/** The fields of the records, or what is shown in their place, and what else would not come again. */
function columnsOf(
  { store, fields }: Capture,
  index: number,
  masked: ReadonlySet<string>,
): readonly RecordedColumn[] {
  const table = store.tables[index];
  const made = fields.toKeep(index);
  const hidden = new Set(
    fields.columns(index).flatMap(({ name, masked: isMasked }) => (isMasked ? [name] : [])),
  );
  const own = (table?.format.fields ?? []).map((field, at): RecordedColumn => {
    const isMasked = field.masked === true || masked.has(field.name);
    const stand = made.find(({ name }) => name === field.name);
    return stand
      ? { field: textField(field.name, isMasked), value: stand.text }
      : { field: recordedField(field, isMasked), value: row => table?.value(row, at) ?? null };
  });
  const names = new Set(own.map(({ field }) => field.name));
  const added = made
    .filter(({ name }) => !names.has(name))
    .map(({ name, text }) => ({
      field: textField(name, masked.has(name) || hidden.has(name)),
      value: text,
    }));
  return [...own, ...added, ...(store.stacks ? stackColumns(store.stacks, index, masked) : [])];
}

/** The numbers of its stacks, where events of the table have any. */
function stackColumns(
  stacks: Pick<StackRecords, 'counts' | 'of'>,
  table: number,
  masked: ReadonlySet<string>,
): readonly RecordedColumn[] {
  const field = (name: string): RecordedField => ({
    ...{ name, kind: 'int', element: 4, count: 1, signed: false, base: 'decimal' },
    ...(masked.has(name) && { masked: true }),
  });
  return stacks.counts(table).length === 0
    ? []
    : [
        { field: field(STACK_FIELDS.kernel), value: row => stacks.of(table, row).kernel },
        { field: field(STACK_FIELDS.user), value: row => stacks.of(table, row).user },
      ];
}

/** Stacks are numbered from 1. */
function* numbered(stacks: ShownStacks | undefined): Generator<readonly [number, RecordedStack]> {
  for (let number = 1; ; number++) {
    const stack = stacks?.stack(number);
    if (!stack) {
      return;
    }
    yield [number, stack];
  }
}

function textField(name: string, isMasked: boolean): RecordedField {
  return {
    ...{ name, kind: 'string', element: 4, count: 1, signed: false, base: 'plain' },
    ...(isMasked && { masked: true }),
  };
}

function factsOf(
  capture: Capture,
  { labels, masked, lost, pauses }: RecordedBeside,
  columns: readonly (readonly RecordedColumn[])[],
): RecordingFacts {
  const { store, pairs, epoch } = capture;
  const { losses, sampling } = store;
  const hidden = columns.flat().filter(({ field }) => field.masked);
  return {
    events: store.tables.map(({ format: { name } }, index) => ({
      name,
      label: labels[index] ?? name,
      fields: (columns[index] ?? []).map(({ field }) => field),
    })),
    pairs: pairs.map(({ entries, ret }) => ({ entries: [...entries], ret })),
    masked: [
      ...new Set(hidden.map(({ field }) => field.name)),
      ...(masked.has('process') ? ['process'] : []),
    ],
    losses: {
      ...(pauses.length > 0 && { pauses: [...pauses] }),
      ...{ kernel: lost, missed: losses.missed, discarded: capture.discarded },
      ...{ badPages: losses.badPages, unknown: losses.unknown, dropped: losses.dropped },
    },
    ...(sampling.stretches.length > 0 && {
      sampled: {
        ...{ of: sampling.of, kept: sampling.kept },
        stretches: sampling.stretches.map(({ from, to }): [number, number] => [from, to]),
      },
    }),
    zero: String(store.epoch ?? 0n),
    ...(epoch !== undefined && { epoch }),
  };
}

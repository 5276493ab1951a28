import type { EventStrings, ViewEvent, ViewSchema } from '../../protocol/eventsView';
import { fill } from '../shared/fill';
import type { NumberText } from './numberText';
import { shortCaller, shortName } from './shortName';
import { durationText, type TimeText } from './timeText';
import { cellText } from './visibleText';

/** One column of the table. */
export interface EventColumn {
  /** What a condition names. */
  readonly id: string;
  readonly title: string;
  /** Right-aligned. */
  readonly isNumber: boolean;
  /** Width in characters. */
  readonly width: number;
  /** What a condition compares; undefined where an event has none. */
  readonly value: (event: ViewEvent) => string | undefined;
  /** What is shown of an event. */
  readonly text: (event: ViewEvent) => string;
  /** What is shown for such a value. */
  readonly shown: (value: string) => string;
  /** The same where there is little room: one line, in which nothing hides. */
  readonly brief: (value: string) => string;
  /** What a cell shows of an event. */
  readonly cell: (event: ViewEvent) => string;
  /** Whether the probed function was given it: neither of all events nor made of others. */
  readonly isArgument: boolean;
  /** Whether its values are kept; left out where they cannot be masked. */
  readonly isMasked?: boolean;
}

/** Width of the name of an event at most, in characters, and of the function that called. */
const EVENT_WIDTH = 32;
const CALLER_WIDTH = 24;
/** Argument columns at most; the details have them all. */
const MAX_ARGUMENTS = 16;
/** Fields of the kernel's own, of no interest to most. */
const HIDDEN = /^__/;
/** Columns that are made here of the kernel's fields, by their names. */
const MADE = new Set(['caller', 'returned']);

/** The columns that the events of these probes have: what happened first, where it happened last. */
export function eventColumns(
  schemas: readonly ViewSchema[],
  strings: EventStrings,
  time: TimeText,
  numbers: NumberText,
): EventColumn[] {
  const column = (
    id: keyof EventStrings['columns'],
    width: number,
    isNumber: boolean,
    value: (event: ViewEvent) => string | undefined,
    shown: (value: string) => string = text => text,
    brief = (text: string): string => cellText(shown(text)),
  ): EventColumn => ({
    ...{ id, title: strings.columns[id], width, isNumber, value, shown, brief, isArgument: false },
    text: event => shown(value(event) ?? ''),
    cell: event => brief(value(event) ?? ''),
  });
  const labelOf = (name: string): string =>
    schemas.find(({ event }) => event === name)?.label ?? name;
  const longest = Math.max(0, ...schemas.map(({ label }) => label.length));
  const hasTook = schemas.some(schema => schema.hasTook);
  return [
    {
      ...column('time', 15, true, () => undefined),
      text: event => time.text(event.time),
      cell: event => time.text(event.time),
    },
    column(
      'event',
      Math.min(EVENT_WIDTH, Math.max(14, longest + 1)),
      false,
      event => schemas[event.schema]?.event,
      labelOf,
      name => cellText(shortName(labelOf(name), EVENT_WIDTH)),
    ),
    ...(hasTook ? [column('took', 9, true, event => event.took?.toString(), durationShown)] : []),
    ...fieldColumns(schemas, strings, numbers),
    column('process', 14, false, event => event.process),
    column('thread', 7, true, event => String(event.thread)),
    column('cpu', 4, true, event => String(event.cpu)),
  ];
}

function durationShown(ns: string): string {
  return ns === '' ? '' : durationText(Number(ns));
}

/** One for each name: the arguments of several probes share a column where they have one name. */
function fieldColumns(
  schemas: readonly ViewSchema[],
  strings: EventStrings,
  numbers: NumberText,
): EventColumn[] {
  const names = new Map<string, boolean>();
  const masked = new Set<string>();
  for (const { fields } of schemas) {
    for (const { name, isNumber, masked: isMasked = false } of fields) {
      if (isMasked) {
        masked.add(name);
      }
      if (!HIDDEN.test(name)) {
        names.set(name, (names.get(name) ?? true) && isNumber);
      }
    }
  }
  const titles: Readonly<Record<string, string>> = strings.columns;
  return [...names].slice(0, MAX_ARGUMENTS).map(([name, isNumber]) => {
    const places = schemas.map(({ fields }) => fields.findIndex(field => field.name === name));
    const value = (event: ViewEvent): string | undefined =>
      event.values[places[event.schema] ?? -1];
    const plain = titles[name] ?? name;
    const title = masked.has(name) ? fill(strings.masked, plain) : plain;
    const shown = (text: string): string => (isNumber ? numbers.text(text) : text);
    const brief = (text: string): string =>
      cellText(name === 'caller' ? shortCaller(text, CALLER_WIDTH) : shown(text));
    return {
      ...{ id: name, title, isNumber, value, shown, brief, isArgument: !MADE.has(name) },
      isMasked: masked.has(name),
      // An address in hexadecimal has 14 characters.
      width: Math.max(name === 'caller' ? 26 : isNumber ? 14 : 18, title.length + 2),
      text: event => shown(value(event) ?? ''),
      cell: event => brief(value(event) ?? ''),
    };
  });
}

import type { EventStrings, ViewEvent, ViewSchema } from '../../protocol/eventsView';
import { durationText, type TimeText } from './timeText';

/** One column of the table. */
export interface EventColumn {
  /** What a condition names. */
  readonly id: string;
  readonly title: string;
  /** Right-aligned. */
  readonly isNumber: boolean;
  /** What is shown. */
  readonly text: (event: ViewEvent) => string;
  /** What a condition compares; undefined where a column has none. */
  readonly value: (event: ViewEvent) => string | undefined;
  /** Width in characters. */
  readonly width: number;
}

/** Argument columns at most; the details have them all. */
const MAX_ARGUMENTS = 16;
/** Fields of the kernel's own, of no interest to most. */
const HIDDEN = /^__/;

/** The columns that the events of these probes have: what happened first, where it happened last. */
export function eventColumns(
  schemas: readonly ViewSchema[],
  strings: EventStrings,
  time: TimeText,
): EventColumn[] {
  const { columns: titles } = strings;
  const plain = (
    id: keyof typeof titles,
    width: number,
    isNumber: boolean,
    text: (event: ViewEvent) => string,
  ): EventColumn => ({ id, title: titles[id], width, isNumber, text, value: text });
  return [
    { ...plain('time', 15, true, event => time.text(event.time)), value: () => undefined },
    {
      ...plain('event', 14, false, event => schemas[event.schema]?.label ?? ''),
      value: event => schemas[event.schema]?.event,
    },
    ...(schemas.some(({ hasTook }) => hasTook)
      ? [
          {
            ...plain('took', 9, true, event => durationText(event.took)),
            value: (event: ViewEvent) =>
              event.took === undefined ? undefined : String(event.took),
          },
        ]
      : []),
    ...argumentColumns(schemas),
    plain('process', 14, false, event => event.process),
    plain('thread', 7, true, event => String(event.thread)),
    plain('cpu', 4, true, event => String(event.cpu)),
  ];
}

/** One for each name: the arguments of several probes share a column where they have one name. */
function argumentColumns(schemas: readonly ViewSchema[]): EventColumn[] {
  const names = new Map<string, boolean>();
  for (const { fields } of schemas) {
    for (const { name, isNumber } of fields) {
      if (!HIDDEN.test(name)) {
        names.set(name, (names.get(name) ?? true) && isNumber);
      }
    }
  }
  return [...names].slice(0, MAX_ARGUMENTS).map(([name, isNumber]) => {
    const places = schemas.map(({ fields }) => fields.findIndex(field => field.name === name));
    const value = (event: ViewEvent): string | undefined =>
      event.values[places[event.schema] ?? -1];
    return {
      ...{ id: name, title: name, isNumber, value },
      // An address in hexadecimal has 14 characters.
      width: Math.max(isNumber ? 14 : 18, name.length + 2),
      text: event => value(event) ?? '',
    };
  });
}

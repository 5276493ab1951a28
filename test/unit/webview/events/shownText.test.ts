import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PositionRanges } from '../../../../src/webview/shared/positionRanges';
import type { ViewCondition, ViewEvent } from '../../../../src/protocol/eventsView';
import { conditionText } from '../../../../src/webview/events/conditionText';
import { eventColumns } from '../../../../src/webview/events/eventColumns';
import { NumberText } from '../../../../src/webview/events/numberText';
import { summaryColumns } from '../../../../src/webview/events/summary/summaryColumns';
import { copiedRanges, MAX_COPIED, rowsText } from '../../../../src/webview/events/table/rowsText';
import { durationText, nanoseconds, TimeText } from '../../../../src/webview/events/timeText';
import { eventStrings } from '../../../../src/extension/liveEvents/eventStrings';

const strings = eventStrings((text: string) => text);
const SCHEMAS = [
  {
    ...{ label: 'price', event: 'p1_price', hasTook: true },
    fields: [
      { name: '__probe_ip', isNumber: true },
      { name: 'id', isNumber: true },
      { name: 'name', isNumber: false },
      { name: 'returned', isNumber: true },
    ],
  },
];
const EVENT: ViewEvent = {
  ...{ index: 3, time: 1.5e9, cpu: 2, thread: 7, process: 'orders 7', schema: 0, took: 41_200 },
  values: ['0x401000', '0x1267', '"a\tb\n"', '-3'],
};

function columnsWith(numbers = new NumberText()): ReturnType<typeof eventColumns> {
  return eventColumns(SCHEMAS, strings, new TimeText(), numbers);
}

describe('what is shown of events', () => {
  it('has a column for each argument, none for the kernel’s own', () => {
    const columns = columnsWith();
    expect(columns.map(({ id }) => id)).toEqual(
      'time event took id name returned process thread cpu'.split(' '),
    );
    expect(columns.map(column => column.text(EVENT))).toEqual([
      ...['1.500000', 'price', '41.2 µs', '0x1267', '"a\tb\n"', '-3', 'orders 7', '7', '2'],
    ]);
  });

  it('shows whole numbers in one base, and nothing else otherwise', () => {
    const numbers = new NumberText();
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }), number => {
        const hex = number < 0n ? `-0x${(-number).toString(16)}` : `0x${number.toString(16)}`;
        for (const raw of [number.toString(), hex]) {
          numbers.base = 'hex';
          expect(numbers.text(raw)).toBe(hex);
          numbers.base = 'decimal';
          expect(numbers.text(raw)).toBe(number.toString());
          numbers.base = 'own';
          expect(numbers.text(raw)).toBe(raw);
        }
      }),
    );
    numbers.base = 'hex';
    for (const raw of ['', '"12"', '(fault)', '{1,2}', "'a'", '1.5']) {
      expect(numbers.text(raw)).toBe(raw);
    }
  });

  it('says a condition as the column shows its values', () => {
    const text = (condition: ViewCondition): string =>
      conditionText(condition, columnsWith()).whole;
    expect(text({ column: 'event', is: 'isNot', value: 'p1_price' })).toBe('Event ≠ price');
    expect(text({ column: 'took', is: 'range', value: '32768..65536' })).toBe(
      'Took ∈ 32.8 µs – 65.5 µs',
    );
    expect(text({ column: 'gone', is: 'is', value: 'x' })).toBe('gone = x');
  });

  it('reads durations as it writes them', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 12 }), ns => {
        const read = Number(nanoseconds(durationText(ns)));
        expect(Math.abs(read - ns)).toBeLessThanOrEqual(ns / 100);
      }),
    );
    expect(['1,5ms', '250', 'slow'].map(nanoseconds)).toEqual(['1500000', '250', 'slow']);
  });

  it('copies rows as lines of cells, whatever is in their values', () => {
    const text = rowsText([EVENT, EVENT], columnsWith());
    const lines = text.split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]?.split('\t')[4]).toBe('"a\\tb\\n"');
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['-cmd', "'-cmd"],
    ['\t=1', "'\\t=1"],
    ['\r=1', "'\\r=1"],
    ['\n=1', "'\\n=1"],
    ['\x1b[2J', '\\x1b[2J'],
    ['-12', '-12'],
    ['-0.000012', '-0.000012'],
    ['a=1', 'a=1'],
  ])('copies %j as text that no spreadsheet runs', (value, cell) => {
    const text = rowsText([{ ...EVENT, process: value }], columnsWith());
    const at = columnsWith().findIndex(({ id }) => id === 'process');
    expect(text.trimEnd().split('\t')[at]).toBe(cell);
  });

  it('copies so many rows at most, and none that are gone', () => {
    const selected: PositionRanges = [
      [2, 5],
      [100, 100 + 2 * MAX_COPIED],
    ];
    expect(copiedRanges(selected, 4)).toEqual([
      { from: 4, to: 6 },
      { from: 100, to: 100 + MAX_COPIED - 2 },
    ]);
  });

  it('sums up what is worth a look first, unless the user chose', () => {
    const columns = columnsWith();
    const ids = (chosen: (string | null)[]): string[] =>
      summaryColumns(columns, chosen).map(({ id }) => id);
    expect(ids([])).toEqual(['took', 'id', 'name', 'returned']);
    expect(ids([null, 'process', 'gone'])).toEqual(['took', 'process', 'id', 'name']);
  });
});

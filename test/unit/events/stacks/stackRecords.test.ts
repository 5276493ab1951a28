import { describe, expect, it } from 'vitest';
import { parseStackFormat, type StackFormat } from '../../../../src/events/stacks/stackFormat';
import { StackRecords, type Stack } from '../../../../src/events/stacks/stackRecords';

const format = (name: string, id: number, first: string): string => `name: ${name}
ID: ${id}
format:
	field:unsigned short common_type;	offset:0;	size:2;	signed:0;
	field:int common_pid;	offset:4;	size:4;	signed:1;

	field:${first};	offset:8;	size:4;	signed:1;
	field:unsigned long caller[8];	offset:16;	size:64;	signed:0;

print fmt: ""
`;
const KERNEL = parseStackFormat(format('kernel_stack', 4, 'int size'))!;
const USER = parseStackFormat(format('user_stack', 13, 'unsigned int tgid'))!;

/** An event's record has its thread at 4 and its return address at 8. */
function eventRecord(thread: number, caller: bigint): DataView {
  const view = new DataView(new ArrayBuffer(16));
  view.setInt32(4, thread, true);
  view.setBigUint64(8, caller, true);
  return view;
}

function stackRecord({ id }: StackFormat, thread: number, frames: readonly bigint[]): DataView {
  const view = new DataView(new ArrayBuffer(16 + 8 * frames.length));
  view.setUint16(0, id, true);
  view.setInt32(4, thread, true);
  frames.forEach((frame, at) => view.setBigUint64(16 + at * 8, frame, true));
  return view;
}

function reader() {
  const fresh: Stack[] = [];
  const callers = new Map([[0, 8]]);
  const records = new StackRecords(
    [KERNEL, USER],
    true,
    () => 0,
    callers,
    each => fresh.push(each),
  );
  return {
    fresh,
    records,
    event: (row: number, thread = 7, caller = 0n) =>
      records.event(0, 0, row, eventRecord(thread, caller), 0),
    stack: (of: StackFormat, frames: readonly bigint[], thread = 7) => {
      const view = stackRecord(of, thread, frames);
      records.add(0, of.id, view, 0, view.byteLength);
    },
  };
}

describe('records of stacks', () => {
  it("are the event's before them on their CPU, one stack once", () => {
    const { records, event, stack, fresh } = reader();
    for (const row of [0, 1, 2]) {
      event(row);
      stack(USER, [0x1000n, 0x2000n, 0n, 0n]);
      stack(KERNEL, [0xffffffff81000012n]);
    }
    expect(fresh.map(({ isKernel, frames }) => [isKernel, frames])).toEqual([
      [false, [0x1000, 0x2000]],
      [true, [0xffffffff81000012n]],
    ]);
    expect(records.of(0, 2)).toEqual({ user: 1, kernel: 2 });
    expect(records.counts(0)).toEqual([{ user: 1, kernel: 2, count: 3 }]);
    expect(records.losses).toEqual({ strays: 0, others: 0 });
  });

  it('have the caller where the walk of the kernel left it out, and once where it did not', () => {
    const { event, stack, fresh } = reader();
    event(0, 7, 0x1500n);
    stack(USER, [0x1000n, 0x2000n]);
    event(1, 7, 0x2000n);
    stack(USER, [0x1000n, 0x2000n]);
    expect(fresh.map(({ frames }) => frames)).toEqual([
      [0x1000, 0x1500, 0x2000],
      [0x1000, 0x2000],
    ]);
  });

  it('of events that were not captured belong to no other one, and are counted', () => {
    const { records, event, stack } = reader();
    stack(KERNEL, [1n]);
    event(0);
    stack(KERNEL, [1n]);
    stack(KERNEL, [2n]);
    stack(USER, [3n], 8);
    records.stranger(0);
    stack(USER, [3n]);
    event(-1);
    stack(USER, [3n]);
    expect(records.counts(0)).toEqual([{ kernel: 1, user: 0, count: 1 }]);
    expect(records.losses.strays).toBe(5);
  });

  it('that are cut off or end early are read as far as they go', () => {
    const { event, stack, fresh, records } = reader();
    event(0);
    stack(KERNEL, [1n, 2n ** 64n - 1n, 3n]);
    event(1);
    const cut = stackRecord(USER, 7, []);
    records.add(0, USER.id, cut, 0, 8);
    expect(fresh.map(({ frames }) => frames)).toEqual([[1], []]);
  });
});

describe('a description of stacks', () => {
  it('is read, and of 32 bits or of something else is not', () => {
    expect(USER).toEqual({ id: 13, isKernel: false, frames: 16, process: 8 });
    expect(KERNEL).toEqual({ id: 4, isKernel: true, frames: 16 });
    const narrow = format('kernel_stack', 4, 'int size').replace('size:64', 'size:32');
    expect(parseStackFormat(narrow)).toBeUndefined();
    expect(parseStackFormat(format('bprint', 6, 'int x'))).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { CHUNK_ROWS } from '../../../src/events/chunks';
import { EventTable, THREAD_AT } from '../../../src/events/eventTable';
import { Records } from '../../../src/events/records';
import { SeenThreads } from '../../../src/workers/seenThreads';

function table(): EventTable {
  return new EventTable({ ...{ name: 'hot', id: 7, size: 8 }, fields: [] }, true);
}

/** Appends a row of each of these threads. */
function append(to: EventTable, threads: readonly number[]): void {
  const bytes = Buffer.alloc(8 * threads.length);
  const records = new Records();
  records.begin(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), bytes, 0);
  threads.forEach((thread, at) => {
    bytes.writeInt32LE(thread, at * 8 + THREAD_AT);
    records.add(at * 8, at * 8 + 8, at);
  });
  to.append(records);
}

describe('threads of new rows', () => {
  it('are told at each look, and few of them again and again', () => {
    const tables = [table(), table()];
    const seen = new SeenThreads({ tables });
    const told: number[] = [];
    const look = (): number[] => {
      seen.visit(thread => told.push(thread));
      return told.splice(0);
    };
    append(tables[0]!, [11, 12, 11, 0, 12]);
    append(tables[1]!, [12, 13]);
    expect(look()).toEqual([11, 12, 0, 13]);
    expect(look()).toEqual([]);
    append(tables[1]!, [12]);
    expect(look()).toEqual([12]);
  });

  it('are told whatever chunk they are in, and whichever share a place', () => {
    const tables = [table()];
    const seen = new SeenThreads({ tables });
    append(tables[0]!, [...new Array<number>(CHUNK_ROWS - 1).fill(1), 1025, 1, 4_194_304]);
    const told: number[] = [];
    seen.visit(thread => told.push(thread));
    expect(told).toEqual([1, 1025, 1, 4_194_304]);
  });
});

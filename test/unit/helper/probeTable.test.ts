import { expect, it } from 'vitest';
import type { OwnedProbe } from '../../../src/helper/ownedProbe';
import { ProbeTable } from '../../../src/helper/probeTable';
import { MAX_ALL_LOCATIONS, MAX_PROBES } from '../../../src/protocol/probes';

/** A probe of so many places, as far as the table looks at it. */
function probeOf(table: ProbeTable, places: number): OwnedProbe {
  const fakeMade = { more: Array<string>(places - 1).fill('') };
  const fake = { group: table.group(undefined), made: fakeMade };
  return table.add(fake as unknown as Omit<OwnedProbe, 'handle'>);
}

function hasRoom(table: ProbeTable, places: number): boolean {
  try {
    table.checkRoom(places);
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: 'limit' });
    return false;
  }
}

it('has room for just as many probes as agreed, and again after one has gone', () => {
  const table = new ProbeTable('x', { probes: 3, places: 100 });
  const probes = [1, 2, 3].map(() => {
    expect(hasRoom(table, 1)).toBe(true);
    return probeOf(table, 1);
  });
  expect(hasRoom(table, 1)).toBe(false);
  table.delete(probes[1]!);
  expect(hasRoom(table, 1)).toBe(true);
});

it('has room for just as many places as agreed', () => {
  const table = new ProbeTable('x', { probes: 100, places: 20 });
  const first = probeOf(table, 12);
  expect([8, 9].map(places => hasRoom(table, places))).toEqual([true, false]);
  probeOf(table, 8);
  expect(hasRoom(table, 1)).toBe(false);
  table.delete(first);
  expect([12, 13].map(places => hasRoom(table, places))).toEqual([true, false]);
});

it('has room for what the protocol says', () => {
  const table = new ProbeTable('x');
  probeOf(table, MAX_ALL_LOCATIONS - MAX_PROBES + 1);
  for (let n = 2; n < MAX_PROBES; n++) {
    probeOf(table, 1);
  }
  expect(hasRoom(table, 1)).toBe(true);
  probeOf(table, 1);
  expect(hasRoom(table, 1)).toBe(false);
  table.delete(table.get(MAX_PROBES));
  expect([1, 2].map(places => hasRoom(table, places))).toEqual([true, false]);
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Audit } from '../../../../src/helper/audit/audit';
import type { OwnedProbe } from '../../../../src/helper/ownedProbe';
import { MAX_PROBES } from '../../../../src/protocol/probes';

let lines: string[];
let audit: Audit;
let clock: number;
beforeEach(() => {
  vi.useFakeTimers();
  lines = [];
  clock = 0;
  const journal = {
    write: (line: string) => void lines.push(line),
    close: () => Promise.resolve(),
    trouble: () => Promise.resolve(undefined),
  };
  audit = new Audit(
    7,
    journal,
    () => new Date('2026-01-01T00:00:00Z'),
    () => clock,
  );
});
afterEach(() => vi.useRealTimers());

const probe = (handle: number): OwnedProbe => ({
  handle,
  group: { id: 1, name: 'g' },
  kind: 'uprobe',
  label: 'x',
  system: 'g',
  event: `e${handle}`,
  eventId: handle,
  written: '',
  canonical: `p:g/e${handle} /x:0x1`,
  enabled: true,
  limits: { ttlSeconds: 60 },
});

const extend = (handle: number, times: number): void => {
  Array.from({ length: times }).forEach(() => {
    audit.extended(probe(handle), 5);
  });
};

describe('extensions', () => {
  it('of one second are some lines and then one a minute that counts the rest', () => {
    extend(1, 100);
    extend(2, 17);
    expect(lines).toHaveLength(60);
    expect(lines[59]).toBe('probe extended uid=7 kind=uprobe event=g/e1 seconds=5');
    vi.advanceTimersByTime(60_000);
    expect(lines.slice(60)).toEqual(['and 57 more extensions uid=7 probes=2 seconds=285']);
    vi.advanceTimersByTime(600_000);
    expect(lines).toHaveLength(61);
    clock = 2000;
    extend(2, 3);
    expect(lines).toHaveLength(63);
  });

  it('that were not told are told with the end of the probe, or of the helper', async () => {
    extend(1, 62);
    extend(2, 3);
    audit.removed(probe(1));
    await audit.close();
    expect(lines.slice(60)).toEqual([
      'probe removed uid=7 kind=uprobe event=g/e1 more-extensions=2 seconds=10',
      'and 3 more extensions uid=7 probes=1 seconds=15',
    ]);
  });

  it('by arming anew are told with their end, and counted with the others', () => {
    audit.armed(probe(1));
    expect(lines).toEqual([
      'probe armed uid=7 kind=uprobe event=g/e1 until=2026-01-01T00:01:00.000Z',
    ]);
    Array.from({ length: 69 }).forEach(() => {
      audit.armed(probe(1));
    });
    audit.removed(probe(1));
    expect(lines).toHaveLength(61);
    expect(lines[60]).toContain('more-extensions=10 seconds=600');
  });
});

it('as many probes as there may be are made at once, then as many as can be told one by one', () => {
  const room = (): boolean => {
    try {
      audit.checkRoom();
      return true;
    } catch (error) {
      expect(error).toMatchObject({ code: 'limit' });
      return false;
    }
  };
  const taken = (): number => Array.from({ length: 2 * MAX_PROBES }, room).filter(Boolean).length;
  expect(taken()).toBe(MAX_PROBES);
  clock = 10_000;
  expect(taken()).toBe(200);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalLine } from '../../../src/helper/canonicalLine';
import { createBatches, createFits, jsonSize, page } from '../../../src/protocol/batches';
import { MAX_PAYLOAD } from '../../../src/protocol/frames';
import { MAX_BATCH, type CreateProbe } from '../../../src/protocol/probes';

const probe = fc
  .record({
    path: fc.oneof(
      fc.string({ unit: 'binary', maxLength: 4000 }),
      fc.nat(4000).map(length => '\u0001'.repeat(length)),
      fc.nat(2000).map(length => 'à'.repeat(length)),
      fc.constant(`${'é'.repeat(60)}/mon à moi`),
    ),
    label: fc.string({ minLength: 1, maxLength: 512 }),
    args: fc.array(fc.record({ fetch: fc.string({ minLength: 63, maxLength: 63 }) }), {
      maxLength: 16,
    }),
    places: fc.oneof(fc.constant(0), fc.nat(999)),
  })
  .map(({ path, label, args, places }): CreateProbe => {
    const more = Array.from({ length: places }, () => ({ offset: '0xffffffffffffffff' }));
    const file = { path: `/${path.replaceAll('\0', '')}`, device: '0xfe00', inode: '0x20c754' };
    return {
      kind: 'uretprobe',
      label,
      args,
      enable: true,
      file,
      offset: '0xffffffffffffffff',
      more,
    };
  });

/** The longest success and the longest failure the helper may answer with. */
function answers(item: CreateProbe): object[] {
  const { file, args, label } = item as Extract<CreateProbe, { file: unknown }>;
  const name = 'x'.repeat(63);
  const text = args.map(({ fetch }) => fetch).join(' ');
  const written = `r:${name}/${name} /proc/self/fd/1234:0xffffffffffffffff ${text}`;
  const target = { path: file.path, offset: 0xffff_ffff_ffff_ffffn };
  const definition = { kind: 'uretprobe', group: name, event: name, target, args: [] } as const;
  const canonical = `${canonicalLine(definition)} ${text}`;
  const group = { id: 99_999, name };
  const ids = { handle: 99_999, eventId: 65_535, kind: item.kind, event: name, enabled: true };
  const log = { text: 'x'.repeat(100), column: 4000, command: written };
  const error = { code: 'fileUnreadable', message: 'x'.repeat(256), errno: 'ENOTSUPP' };
  return [
    { ok: true, probe: { ...ids, group, label, written, canonical, file } },
    { ok: false, error: { ...error, line: written, log } },
  ];
}

describe('batches of probes', () => {
  it('keep the order and fit a frame, the request and any answer', () => {
    fc.assert(
      fc.property(fc.array(probe, { maxLength: 90 }), probes => {
        const batches = createBatches(probes);
        expect(batches.flat()).toEqual(probes);
        for (const batch of batches.filter(items => createFits(items))) {
          expect(batch.length).toBeLessThanOrEqual(MAX_BATCH);
          expect(jsonSize({ probes: batch })).toBeLessThan(MAX_PAYLOAD[0]);
          const longest = batch.map(item =>
            Math.max(...answers(item).map(answer => jsonSize(answer) + 1)),
          );
          expect(longest.reduce((sum, size) => sum + size, 0)).toBeLessThan(MAX_PAYLOAD[0]);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('of 1000 places fit one frame, of a file and of the kernel', () => {
    const file = { path: '/usr/lib/x86_64-linux-gnu/libc.so.6', device: '0x1', inode: '0x2' };
    const common = { label: 'all', args: [], enable: true };
    const user: CreateProbe = {
      kind: 'uprobe',
      ...common,
      file,
      offset: '0x1',
      more: Array.from({ length: 999 }, (_, n) => ({
        offset: `0x${(n + 0xabcdef0).toString(16)}`,
        refCtrOffset: '0x12345678',
      })),
    };
    const kernel: CreateProbe = {
      kind: 'kprobe',
      ...common,
      symbol: 'f',
      offset: '0x0',
      more: Array.from({ length: 999 }, (_, n) => ({ symbol: `a_kernel_function_number_${n}` })),
    };
    expect(createFits([user])).toBe(true);
    expect(createFits([kernel])).toBe(true);
    expect(jsonSize({ probes: [user] })).toBeLessThan(MAX_PAYLOAD[0]);
    expect(createBatches([user, kernel])).toEqual([[user], [kernel]]);
  });

  it('are 64 at once for probes as they mostly are', () => {
    const one: CreateProbe = {
      kind: 'uprobe',
      label: 'a_function_of_ordinary_length',
      args: [],
      enable: true,
      file: { path: '/usr/lib/x86_64-linux-gnu/libc.so.6', device: '0xfe00', inode: '0x20c754' },
      offset: '0x11a0',
    };
    const sizes = createBatches(Array.from({ length: 130 }, () => one)).map(({ length }) => length);
    expect(sizes).toEqual([64, 64, 2]);
  });
});

describe('pages', () => {
  it('together hold everything once, each within a frame', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 9000 }), { maxLength: 60 }), all => {
        const seen: string[] = [];
        for (let from: number | undefined = 0; from !== undefined;) {
          const { items, next }: { items: string[]; next?: number } = page(all, from);
          expect(jsonSize(items)).toBeLessThan(MAX_PAYLOAD[0]);
          seen.push(...items);
          from = next;
        }
        expect(seen).toEqual(all);
      }),
      { numRuns: 30 },
    );
  });

  it('end where there is nothing', () => {
    expect(page([], 0)).toEqual({ items: [] });
    expect(page([1], 5)).toEqual({ items: [] });
  });
});

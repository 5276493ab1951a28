import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_ARGUMENTS, type Argument } from '../../../src/protocol/probes';
import {
  callerColumn,
  withCaller,
  withoutCaller,
} from '../../../src/extension/callers/callerArgument';
import type {
  KernelAttachRequest,
  UserAttachRequest,
  UserSymbol,
} from '../../../src/extension/session/attachRequest';

const target: UserSymbol = {
  path: '/opt/orders',
  device: 1n,
  inode: 2n,
  symbol: 'price_order',
  address: 0x1139n,
  offset: 0x1139n,
  isGo: false,
};
const entry: UserAttachRequest = { kind: 'uprobe', target };
const caller: Argument = { name: 'caller', fetch: '$stack0', type: 'x64' };

describe('an entry probe tells who called', () => {
  it('by the return address, on top of the stack or in the link register', () => {
    expect(withCaller(entry, 'x64').args).toEqual([caller]);
    expect(withCaller(entry, 'arm64').args).toEqual([{ ...caller, fetch: '%x30' }]);
    expect(withCaller(entry, 'riscv64').args).toBeUndefined();
    const kernel: KernelAttachRequest = { kind: 'kprobe', symbol: 'do_sys_openat2' };
    expect(withCaller(kernel, 'x64').args).toEqual([caller]);
  });

  it('also past the landing pad, but nowhere else, and not on a return', () => {
    expect(withCaller({ ...entry, target: { ...target, delta: 4n } }, 'x64').args).toHaveLength(1);
    const others: UserAttachRequest[] = [
      { ...entry, kind: 'uretprobe' },
      { ...entry, target: { ...target, delta: 5n } },
      { ...entry, more: [{ symbol: 'ship', address: 9n, offset: 9n, delta: 7n }] },
      { ...entry, target: { ...target, usdt: { provider: 'a', name: 'b', args: [], more: [] } } },
    ];
    for (const request of others) {
      expect(withCaller(request, 'x64')).toBe(request);
      expect(callerColumn({ ...request, args: [caller] }, 'x64')).toBeUndefined();
    }
  });

  it('under a name of its own, once, within what a probe may have, whatever the user fetches', () => {
    const argument = fc.record({
      name: fc.constantFrom('caller', 'caller2', 'id', 'qty'),
      fetch: fc.constantFrom('%di', '$stack0', '$stack1'),
    });
    fc.assert(
      fc.property(fc.array(argument, { maxLength: MAX_ARGUMENTS }), args => {
        const { args: all } = withCaller({ ...entry, args }, 'x64');
        expect(all.slice(0, args.length)).toEqual(args);
        expect(all.length).toBeLessThanOrEqual(MAX_ARGUMENTS);
        const added = all.slice(args.length);
        const isThere = args.some(({ fetch }) => fetch === '$stack0');
        expect(added).toHaveLength(isThere || args.length === MAX_ARGUMENTS ? 0 : 1);
        for (const { name } of added) {
          expect(args.map(own => own.name)).not.toContain(name);
          expect(callerColumn({ ...entry, args: all }, 'x64')).toBe(name);
          expect(withoutCaller(all, 'x64')).toEqual(args);
        }
        expect(withCaller({ ...entry, args: all }, 'x64').args).toEqual(all);
      }),
    );
  });
});

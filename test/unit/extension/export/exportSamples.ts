import type { AttachRequest, UserSymbol } from '../../../../src/extension/session/attachRequest';

export function target(changes: Partial<UserSymbol> = {}): UserSymbol {
  return {
    path: '/opt/shop/orders',
    device: 5n,
    inode: 77n,
    symbol: 'price_order',
    address: 0x401139n,
    offset: 0x1139n,
    isGo: false,
    ...changes,
  };
}

/** One request a line of the golden files, by name. */
export const samples: Record<string, AttachRequest> = {
  uprobe: { kind: 'uprobe', target: target() },
  uretprobe: { kind: 'uretprobe', target: target() },
  'uprobe with arguments': {
    kind: 'uprobe',
    target: target(),
    event: 'price',
    args: [
      { name: 'id', fetch: '%di', type: 'u64' },
      { name: 'qty', fetch: '$arg2', type: 's32' },
      { name: 'text', fetch: '+0(%si)', type: 'string' },
      { name: 'deep', fetch: '+8(+0(%dx))', type: 'u32' },
    ],
  },
  'uretprobe with its value': {
    kind: 'uretprobe',
    target: target(),
    args: [{ name: 'ret', fetch: '$retval', type: 's32' }],
  },
  'mangled C++ name': {
    kind: 'uprobe',
    target: target({ symbol: '_ZNSt6vectorIiSaIiEE9push_backEOi' }),
  },
  'Rust name with dollars': {
    kind: 'uprobe',
    target: target({ symbol: '_ZN4core3ptr13drop$u20$in$u20$place17h0123456789abcdefE' }),
  },
  'compiler clone': { kind: 'uprobe', target: target({ symbol: 'price_order.isra.0' }) },
  'hostile name': { kind: 'uprobe', target: target({ symbol: `a@b:c;d+e%f=g'h"i` }) },
  'name with a blank': { kind: 'uprobe', target: target({ symbol: 'operator new[]' }) },
  'path with a blank and a quote': {
    kind: 'uprobe',
    target: target({ path: "/opt/it's here/or:ders" }),
  },
  'uprobe inside a function': {
    kind: 'uprobe',
    target: target({ delta: 4n, address: 0x40113dn, offset: 0x113dn }),
  },
  kprobe: { kind: 'kprobe', symbol: 'do_sys_openat2' },
  'kprobe inside a function': { kind: 'kprobe', symbol: 'vfs_read', offset: 4n },
  'kretprobe in a module with maxactive': {
    kind: 'kretprobe',
    symbol: 'ext4_sync_file',
    module: 'ext4',
    maxActive: 32,
  },
  'uprobe on three functions': {
    kind: 'uprobe',
    target: target(),
    more: [
      { symbol: 'ship', address: 0x401200n, offset: 0x1200n },
      { symbol: 'bill', delta: 4n, address: 0x401304n, offset: 0x1304n },
    ],
    label: '3 functions of orders',
    args: [{ name: 'id', fetch: '%di', type: 'u64' }],
  },
  'kretprobe on two functions': {
    kind: 'kretprobe',
    symbol: 'vfs_read',
    more: [{ symbol: 'vfs_write' }],
    label: 'vfs_*',
  },
  'USDT probe with two sites': {
    kind: 'uprobe',
    target: target({
      symbol: 'shop:order',
      refCtrOffset: 0x4066n,
      usdt: {
        provider: 'shop',
        name: 'order',
        args: [
          { name: 'arg1', fetch: '%di', type: 's32' },
          { name: 'arg3', fetch: '+8(%si)', type: 'u64' },
        ],
        more: [
          {
            offset: 0x1200n,
            refCtrOffset: 0x4066n,
            args: [
              { name: 'arg1', fetch: '-20(%bp)', type: 's32' },
              { name: 'arg3', fetch: '%ax', type: 'u64' },
            ],
          },
        ],
      },
    }),
  },
  'USDT probe with other arguments': {
    kind: 'uprobe',
    target: target({
      symbol: 'shop:paid',
      usdt: {
        provider: 'shop',
        name: 'paid',
        args: [
          { name: 'arg1', fetch: '%di', type: 's32' },
          { name: 'arg2', fetch: '%si', type: 'u64' },
        ],
        more: [],
      },
    }),
    args: [
      { name: 'arg2', fetch: '+0(%si)', type: 'string' },
      { name: 'arg1', fetch: '%di', type: 'x32' },
      { name: 'caller', fetch: '$stack0', type: 'x64' },
    ],
  },
  tracepoint: { kind: 'tracepoint', system: 'sched', event: 'sched_switch' },
};

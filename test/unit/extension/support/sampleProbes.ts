import type { Probe } from '../../../../src/protocol/probes';
import type {
  KernelAttachRequest,
  TracepointAttachRequest,
  UserAttachRequest,
} from '../../../../src/extension/session/attachRequest';

/** A request for a uprobe on a function of /srv/orders. */
export function userRequest(
  symbol: string,
  more: Partial<UserAttachRequest> = {},
  path = '/srv/orders',
): UserAttachRequest {
  const target = {
    path,
    device: 0x801n,
    inode: 4711n,
    buildId: '9f2c',
    symbol,
    address: 0x401159n,
    offset: 0x1159n,
    isGo: false,
  };
  return { kind: 'uprobe', target, ...more };
}

export const kernelReturn: KernelAttachRequest = { kind: 'kretprobe', symbol: 'do_sys_openat2' };

export const tracepoint: TracepointAttachRequest = {
  kind: 'tracepoint',
  system: 'sched',
  event: 'sched_switch',
};

/** What the helper answers to a request of that handle. */
export function helperProbe(handle: number, more: Partial<Probe> = {}): Probe {
  return {
    handle,
    group: { id: 1, name: 'probescope_u0_p1_a_0123456789abcdef' },
    kind: 'uprobe',
    label: 'price_order',
    event: `price_order_${handle}`,
    eventId: 1000 + handle,
    enabled: true,
    written: `p:g/e /proc/self/fd/9:0x1159`,
    canonical: `p:g/e /srv/orders:0x1159`,
    ...more,
  };
}

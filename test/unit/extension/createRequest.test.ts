import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { CreateProbe } from '../../../src/protocol/probes';
import type { AttachRequest } from '../../../src/extension/session/attachRequest';
import { createRequest } from '../../../src/extension/session/createRequest';
import { kernelReturn, tracepoint, userRequest } from './support/sampleProbes';

describe('createRequest', () => {
  const requests: [string, AttachRequest][] = [
    ['a uprobe', userRequest('f')],
    ['a uprobe with everything', userRequest('f', { event: 'e', args: [{ fetch: '%di' }] })],
    ['a hostile symbol', userRequest('a\nb\u0000\u202e\u007f`$(id)`')],
    ['a long symbol', userRequest('x'.repeat(5000))],
    ['a long symbol of control characters', userRequest('\u0001'.repeat(5000))],
    ['a kretprobe', { ...kernelReturn, maxActive: 64, module: 'ext4', offset: 4n }],
    ['a tracepoint', tracepoint],
    ['a filter', { ...tracepoint, filter: 'pid > 3' }],
  ];

  it.each(requests)('is what the helper takes: %s', (_name, request) => {
    for (const group of [undefined, 7]) {
      const create = createRequest(request, group, true);
      expect(v.safeParse(CreateProbe, create).issues).toBeUndefined();
      expect(create.group).toBe(group);
      expect(create.filter).toBe(request.filter);
    }
  });

  it('names the process that runs the file, and keeps to itself how that is shown', () => {
    const request = userRequest('f');
    const process = { pid: 812, start: '0x10' };
    const target = { ...request.target, process, where: 'in web-1' };
    const create = createRequest({ ...request, target }, undefined, true);
    expect(v.safeParse(CreateProbe, create).issues).toBeUndefined();
    expect(create).toHaveProperty('file', {
      ...{ path: '/srv/orders', device: '0x801', inode: '0x1267' },
      process,
    });
  });

  it('carries 64-bit values whole', () => {
    const request = userRequest('f');
    const target = { ...request.target, offset: 2n ** 64n - 1n, inode: 2n ** 53n + 1n };
    expect(createRequest({ ...request, target }, undefined, false)).toMatchObject({
      offset: '0xffffffffffffffff',
      file: { path: '/srv/orders', device: '0x801', inode: '0x20000000000001' },
      enable: false,
    });
  });
});

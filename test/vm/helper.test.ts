import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Duplex } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { HelperClient } from '../../src/protocol/client';
import { until } from '../rigs/poll';
import { type Guest, helperGuest } from '../rigs/vm';

let guest: Guest;
beforeAll(async () => {
  guest = await helperGuest();
});
afterAll(() => guest.remove());

it('a helper on a serial port of a virtual machine serves the client outside', async () => {
  const [program = '', ...args] = guest.argv;
  const qemu = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'], timeout: 60_000 });
  const ended = once(qemu, 'close');
  const stream = Duplex.from({ readable: qemu.stdout, writable: qemu.stdin });
  const client = new HelperClient(stream.on('error', () => undefined));
  const hello = await client.hello('test');
  expect(hello).toMatchObject({ uid: 0, architecture: 'x64', features: { kprobes: true } });
  const kprobe = { kind: 'kprobe' as const, args: [], enable: true, offset: '0x0' };
  const { results } = await client.request('create', {
    probes: [
      { ...kprobe, symbol: 'do_sys_openat2', label: 'opens' },
      { ...kprobe, symbol: 'no_such_function', label: 'none' },
    ],
  });
  expect(results).toMatchObject([
    { ok: true, probe: { label: 'opens', enabled: true } },
    { ok: false, error: { code: 'notFound', log: { command: expect.any(String) as string } } },
  ]);
  await until('the kernel itself lists it', async () =>
    (await guest.listed()).some(line => line.startsWith('p:') && line.includes('/opens')),
  );
  // Reading the profile opens files itself.
  await client.request('hits', {});
  const { counts } = await client.request('hits', {});
  expect(Number(counts[0]!.hits)).toBeGreaterThan(0);
  let pages = 0;
  client.onPages(frame => (pages += frame.pages.length / 4096));
  await client.request('startCapture', { bufferKib: 64 });
  // The guest has two CPUs of three that it could have: the third one's buffer does not exist.
  await until('pages are here', async () => {
    const { cpus } = await client.request('captureCounts', {});
    expect(cpus).toHaveLength(3);
    return pages > 1;
  });
  await client.request('stopCapture', {});
  qemu.stdin.end();
  expect((await ended)[0]).toBe(0);
  const console = await guest.console();
  expect(console).toContain('=== the helper ended with 0');
  expect(console).toMatch(/=== left in kprobe_events, uprobe_events, instances\s+=== end/);
});

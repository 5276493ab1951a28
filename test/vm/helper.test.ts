import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseEventFormat } from '../../src/events/eventFormat';
import { EventStore } from '../../src/events/eventStore';
import { parseStackFormat } from '../../src/events/stacks/stackFormat';
import { StackRecords } from '../../src/events/stacks/stackRecords';
import type { CaptureFacts } from '../../src/protocol/capture';
import { HelperClient } from '../../src/protocol/client';
import type { PagesFrame } from '../../src/protocol/pages';
import { parsePageLayout } from '../../src/tracefs';
import { until } from '../rigs/poll';
import { QemuMonitor } from '../rigs/qemuMonitor';
import { type Guest, helperGuest } from '../rigs/vm';

let guest: Guest;
beforeAll(async () => {
  guest = await helperGuest();
});
afterAll(() => guest.remove());

/** What each call of the probed function returns to, with the return addresses of its stack. */
async function calls(
  client: HelperClient,
  handle: number,
  { headerPage, headerEvent, littleEndian }: CaptureFacts,
  frames: readonly PagesFrame[],
): Promise<{ caller: unknown; stack: readonly unknown[] }[]> {
  const store = new EventStore(parsePageLayout(headerPage, headerEvent, littleEndian), 10_000);
  const { text } = await client.request('format', { handle });
  store.addFormat(parseEventFormat(text)!);
  const { kernel = '' } = await client.request('stackFormats', {});
  const records = new StackRecords([parseStackFormat(kernel)!], littleEndian, () => 0);
  store.stacks = records;
  frames.forEach(({ cpu, pages }) => store.add(cpu, pages));
  store.flush();
  const [table] = store.tables;
  const column = table!.format.fields.findIndex(({ name }) => name === 'caller');
  return Array.from({ length: table!.nextRow }, (_, row) => ({
    caller: table!.value(row, column),
    stack: records.stack(records.of(0, row).kernel)?.frames ?? [],
  }));
}

it('a helper on a serial port of a virtual machine serves the client outside, also when that is suspended', async () => {
  const [program = '', ...args] = guest.argv;
  const folder = await mkdtemp(join(tmpdir(), 'probescope-monitor-'));
  args.push(...QemuMonitor.argv(join(folder, 'qmp')));
  const qemu = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'], timeout: 60_000 });
  const ended = once(qemu, 'close');
  const stream = Duplex.from({ readable: qemu.stdout, writable: qemu.stdin });
  const client = new HelperClient(stream.on('error', () => undefined));
  const hello = await client.hello('test');
  expect(hello).toMatchObject({ uid: 0, architecture: 'x64', features: { kprobes: true } });
  const caller = { name: 'caller', fetch: '$stack0', type: 'x64' };
  const kprobe = {
    ...{ kind: 'kprobe' as const, args: [caller], enable: true, offset: '0x0' },
    stacks: true as const,
  };
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
  const frames: PagesFrame[] = [];
  client.onPages(frame => frames.push({ ...frame, pages: Buffer.from(frame.pages) }));
  const facts = await client.request('startCapture', { bufferKib: 64 });
  // The guest has two CPUs of three that it could have: the third one's buffer does not exist.
  await until('pages are here', async () => {
    const { cpus } = await client.request('captureCounts', {});
    expect(cpus).toHaveLength(3);
    return frames.length > 1;
  });
  await client.request('stopCapture', {});
  // The kernel's own walk over the stack finds the caller that the probe tells.
  const seen = await calls(client, 1, facts, frames);
  expect(seen.length).toBeGreaterThan(0);
  expect(seen.filter(({ caller, stack }) => !stack.includes(caller))).toEqual([]);
  // The machine is suspended with a probe armed: it goes on to count.
  const monitor = await QemuMonitor.connect(join(folder, 'qmp'));
  const asked = async (): Promise<number> =>
    Number((await client.request('hits', {})).counts[0]!.hits);
  const last = await asked();
  await monitor.execute('stop');
  const later = asked();
  expect(await Promise.race([later, delay(500, 'asleep')])).toBe('asleep');
  await monitor.execute('cont');
  expect(await later).toBeGreaterThan(last);
  // And once more, while the window goes.
  await monitor.execute('stop');
  qemu.stdin.end();
  await monitor.execute('cont');
  expect((await ended)[0]).toBe(0);
  monitor.close();
  await rm(folder, { recursive: true });
  const console = await guest.console();
  expect(console).toContain('=== the helper ended with 0');
  expect(console).toMatch(/=== left in kprobe_events, uprobe_events, instances\s+=== end/);
});

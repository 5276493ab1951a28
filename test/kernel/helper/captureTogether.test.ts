import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, open, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { EventStore } from '../../../src/events/eventStore';
import { parseEventFormat } from '../../../src/events/eventFormat';
import type { Probe } from '../../../src/protocol/probes';
import { until } from '../../rigs/poll';
import { attach } from './support/attach';
import { Captured } from './support/captured';
import { eachWithHelper } from './support/eachWithHelper';
import { RunningHelper } from './support/runningHelper';
import type { Target } from './support/target';

let file: string;
let target: Target;
let helper: RunningHelper;
let folder: string;

eachWithHelper(rig => {
  ({ file, target, helper } = rig);
  folder = `/sys/kernel/tracing/instances/${rig.instance}`;
});

const tracingOn = async (): Promise<boolean> =>
  (await readFile(`${folder}/tracing_on`, 'latin1')) === '1\n';

async function run(count: number): Promise<number> {
  const child = spawn(target.path, [`${count}`], { stdio: 'ignore' });
  await once(child, 'exit');
  return child.pid!;
}

async function asRoot(name: string, value: string): Promise<void> {
  const handle = await open(`${folder}/${name}`, 'a');
  await handle.write(value);
  await handle.close();
}

/** A probe whose event has this number, which anybody may take and give back meanwhile; any, where it is left out. */
function withNumber(eventId?: number): Promise<Probe> {
  return until(`event ${eventId} is ours`, async () => {
    const probe = await attach(helper, await target.probe());
    if (eventId === undefined || probe.eventId === eventId) {
      return probe;
    }
    await helper.client.request('remove', { handles: [probe.handle] });
    return undefined;
  });
}

describe('a capture that is not alone', () => {
  it('has all its events, as another window’s of the same function has', async () => {
    await using other = new RunningHelper(file);
    await other.hello();
    const probes = [
      await attach(helper, await target.probe()),
      await attach(other, await target.probe({ label: 'others' })),
    ] as const;
    const captures = [await Captured.start(helper), await Captured.start(other)] as const;
    const pid = await run(20_000);
    for (const [index, captured] of captures.entries()) {
      await captured.stop();
      const { handle, eventId } = probes[index]!;
      expect(await captured.hits(handle, eventId)).toEqual(new Map([[pid, 20_000]]));
    }
  });

  it('loses nothing to a reader of its text, whom the kernel turns away', async () => {
    const { handle, eventId } = await attach(helper, await target.probe());
    const captured = await Captured.start(helper);
    await expect(open(`${folder}/trace_pipe`, 'r')).rejects.toMatchObject({ code: 'EBUSY' });
    const pid = await run(1000);
    await captured.stop();
    expect(await captured.hits(handle, eventId)).toEqual(new Map([[pid, 1000]]));
  });

  it('goes on while its buffer is resized, by a request and by others', async () => {
    const { handle, eventId } = await attach(helper, await target.probe());
    const captured = await Captured.start(helper, 4096);
    const running = run(20_000);
    for (const bufferKib of [64, 2048, 256]) {
      const { pausedMs } = await helper.client.request('resizeCapture', { bufferKib });
      expect(pausedMs).toBeGreaterThan(0);
      await asRoot('buffer_size_kb', `${bufferKib * 2}`);
    }
    const during = await running;
    const after = await run(3000);
    const cpus = await captured.stop();
    const overrun = cpus.reduce((sum, cpu) => sum + Number(cpu.overrun), 0);
    const hits = await captured.hits(handle, eventId);
    expect(hits.get(during)).toBeGreaterThan(0);
    // While it changes the size the kernel takes nothing and counts nothing.
    expect(hits.get(during)! + overrun).toBeLessThanOrEqual(20_000);
    expect(hits.get(after)).toBe(3000);
    await expect(helper.client.request('resizeCapture', { bufferKib: 64 })).rejects.toMatchObject({
      code: 'state',
    });
  });

  it('stops at once, though the helper removes many probes first', async () => {
    const many: Probe[] = [];
    for (let index = 0; index < 6; index++) {
      many.push(await attach(helper, await target.probe({ label: `many${index}` })));
    }
    const captured = await Captured.start(helper);
    expect(await tracingOn()).toBe(true);
    const done: string[] = [];
    const removal = helper.client
      .request('remove', { handles: many.map(({ handle }) => handle) })
      .then(() => done.push('removed'));
    const stop = captured.stop().then(() => done.push('stopped'));
    await until('events are kept out', async () => !(await tracingOn()));
    expect(done).toEqual([]);
    await Promise.all([removal, stop]);
    expect(done).toEqual(['removed', 'stopped']);
  });

  it('tells a removed event from the one that gets its number', async () => {
    const store: { now?: EventStore } = {};
    const formats: string[] = [];
    const captured = await Captured.start(helper);
    store.now = new EventStore(captured.layout, 1_000_000);
    const ids: number[] = [];
    for (const count of [100, 200]) {
      const { handle, eventId } = await withNumber(ids[0]);
      await run(count);
      const { text, since } = await helper.client.request('format', { handle });
      store.now.addFormat(parseEventFormat(text)!, since);
      formats.push(text);
      ids.push(eventId);
      await helper.client.request('remove', { handles: [handle] });
    }
    await captured.stop();
    captured.frames.forEach(({ cpu, pages, epoch, retired }) => {
      retired.forEach(number => store.now!.retire(number.event, number.epoch));
      store.now!.add(cpu, pages, epoch);
    });
    store.now.flush();
    const rows = [0, 0];
    for (let at = 0; at < store.now.order.end; at++) {
      rows[store.now.order.table(at)]!++;
    }
    expect(ids[0]).toBe(ids[1]);
    expect(rows).toEqual([100, 200]);
    expect(store.now.losses.unknown).toBe(0);
  });

  it('tells an event that another tool removed from the one that gets its number', async () => {
    const since = async (handle: number): Promise<number> =>
      (await helper.client.request('format', { handle })).since;
    const gone = await attach(helper, await target.probe({ enable: false }));
    const before = await since(gone.handle);
    await appendFile('/sys/kernel/tracing/uprobe_events', `-:${gone.group.name}/${gone.event}\n`);
    const next = await withNumber(gone.eventId);
    const known = await since(next.handle);
    expect(known).toBeGreaterThan(before);
    await helper.client.request('remove', { handles: [gone.handle] });
    expect(await since(next.handle)).toBe(known);
  });

  it('reads sub-buffers of the size that the kernel says', async () => {
    const { handle, eventId } = await attach(helper, await target.probe());
    await asRoot('buffer_subbuf_size_kb', '16');
    const captured = await Captured.start(helper, 1024);
    expect(captured.layout.size).toBe(16_384);
    const pid = await run(5000);
    await captured.stop();
    expect(await captured.hits(handle, eventId)).toEqual(new Map([[pid, 5000]]));
  });

  it('is over, and says why, once others give its buffer sub-buffers of another size', async () => {
    const { handle, eventId } = await attach(helper, await target.probe());
    for (const [kib, start] of [
      ['16', '4'],
      ['4', '16'],
    ] as const) {
      await asRoot('buffer_subbuf_size_kb', start);
      const captured = await Captured.start(helper, 1024);
      const pid = await run(1000);
      await until('some of it is read', () => captured.pages > 0);
      await asRoot('buffer_subbuf_size_kb', kib);
      await run(1000);
      const ended = async (): Promise<string> =>
        helper.client.request('captureCounts', {}).then(
          () => '',
          (error: unknown) => String(error),
        );
      await until('it is over', async () => (await ended()) !== '');
      expect(await ended()).toMatch(
        /ended by itself \(Somebody gave .* another size.*start it again/,
      );
      const hits = await captured.hits(handle, eventId);
      // Nothing else was taken for a call, and none of it for another.
      expect([...hits.keys()].filter(each => each !== pid).length).toBeLessThanOrEqual(1);
      expect(hits.get(pid)).toBeLessThanOrEqual(1000);
    }
  });

  it('has the clock that is asked for, and says how it goes with the monotonic one', async () => {
    for (const clock of ['mono', 'boot', 'local', 'tai'] as const) {
      const captured = await Captured.start(helper, 64, { clock });
      expect(await readFile(`${folder}/trace_clock`, 'latin1')).toContain(`[${clock}]`);
      expect(captured.facts.clock).toBe(clock);
      const lead = captured.facts.aheadOfMonotonic!;
      const uptime = Number((await readFile('/proc/uptime', 'latin1')).split(' ')[0]) * 1e9;
      const expected = clock === 'boot' ? uptime - Number(process.hrtime.bigint()) : 0;
      if (clock === 'mono' || clock === 'boot') {
        expect(Math.abs(lead - expected)).toBeLessThan(clock === 'mono' ? 1e6 : 100e6);
      }
      await captured.stop();
    }
  });
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { until } from '../../rigs/poll';
import { attach } from './support/attach';
import { Captured } from './support/captured';
import { eachWithHelper } from './support/eachWithHelper';
import { leftOf } from './support/kernelState';
import type { RunningHelper } from './support/runningHelper';
import type { Target, UprobeRequest } from './support/target';

let target: Target;
let helper: RunningHelper;
let instance: string;

eachWithHelper(rig => {
  ({ target, helper, instance } = rig);
});

/** A request for a probe on the other function. */
async function probeOnRest(): Promise<UprobeRequest> {
  const offset = `0x${target.offset('rest').toString(16)}`;
  return target.probe({ label: 'rest', offset });
}

/** Runs the target to its end; gives its process. */
async function run(count: number): Promise<number> {
  const child = spawn(target.path, [`${count}`], { stdio: 'ignore' });
  await once(child, 'exit');
  return child.pid!;
}

describe('a capture', () => {
  it('holds each hit of each process, and no other', async () => {
    const work = await attach(helper, await target.probe());
    const rest = await attach(helper, await probeOnRest());
    await run(3);
    const captured = await Captured.start(helper);
    const first = await run(500);
    const second = await run(20_000);
    const cpus = await captured.stop();
    await run(7);
    expect(await captured.hits(work.handle, work.eventId)).toEqual(
      new Map([
        [first, 500],
        [second, 20_000],
      ]),
    );
    expect(await captured.hits(rest.handle, rest.eventId)).toEqual(
      new Map([
        [first, 1],
        [second, 1],
      ]),
    );
    expect(cpus.map(({ overrun, dropped, discarded }) => [overrun, dropped, discarded])).toEqual(
      cpus.map(() => ['0x0', '0x0', 0]),
    );
  });

  it('comes while it runs, not only at its end', async () => {
    await attach(helper, await target.probe());
    const captured = await Captured.start(helper);
    await run(1);
    await until('the first page is here', () => captured.pages > 0);
    expect((await helper.client.request('captureCounts', {})).cpus).toContainEqual(
      expect.objectContaining({ pages: expect.any(Number) as number, discarded: 0 }),
    );
    await captured.stop();
  });

  it('keeps the hits of a probe that is removed, which empties the kernel’s buffer', async () => {
    const work = await attach(helper, await target.probe());
    const rest = await attach(helper, await probeOnRest());
    const captured = await Captured.start(helper);
    const pid = await run(1000);
    await helper.client.request('remove', { handles: [rest.handle] });
    await captured.stop();
    expect(await captured.hits(work.handle, work.eventId)).toEqual(new Map([[pid, 1000]]));
  });

  it('says how much the kernel overwrote where its buffer is too small', async () => {
    const work = await attach(helper, await target.probe());
    const captured = await Captured.start(helper, 4);
    helper.child.kill('SIGSTOP');
    const pid = await run(30_000);
    helper.child.kill('SIGCONT');
    const cpus = await captured.stop();
    const overrun = cpus.reduce((sum, cpu) => sum + Number(cpu.overrun), 0);
    const hits = (await captured.hits(work.handle, work.eventId)).get(pid) ?? 0;
    expect(overrun).toBeGreaterThan(0);
    expect(hits + overrun).toBe(30_000);
  });

  it('is one at a time; a second begins anew under another number', async () => {
    await attach(helper, await target.probe());
    const captured = await Captured.start(helper);
    await expect(helper.client.request('startCapture', { bufferKib: 64 })).rejects.toMatchObject({
      code: 'state',
    });
    await captured.stop();
    await expect(helper.client.request('stopCapture', {})).rejects.toMatchObject({ code: 'state' });
    const again = await Captured.start(helper);
    expect(again.facts.capture).toBe(captured.facts.capture + 1);
    await again.stop();
    expect(again.pages).toBe(0);
    const folder = `/sys/kernel/tracing/instances/${instance}`;
    expect(await readFile(`${folder}/tracing_on`, 'latin1')).toBe('0\n');
  });

  it('leaves nothing when its reader disappears in the middle', async () => {
    await attach(helper, await target.probe());
    await Captured.start(helper);
    const running = run(20_000);
    await helper.close();
    await running;
    expect(await helper.exit).toBe(0);
    expect(await leftOf(instance)).toEqual([]);
  });
});

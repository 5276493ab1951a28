import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { HitCapture } from '../../../src/extension/processHits/hitCapture';
import { processTotals } from '../../../src/extension/processHits/processTotals';
import { CaptureHub } from '../../../src/extension/session/captureHub';
import { threadOwner, type ThreadOwner } from '../../../src/processes/threadOwner';
import { until } from '../../rigs/poll';
import { attach } from './support/attach';
import { eachWithHelper } from './support/eachWithHelper';
import type { RunningHelper } from './support/runningHelper';
import type { Target, UprobeRequest } from './support/target';

let target: Target;
let helper: RunningHelper;

eachWithHelper(rig => {
  ({ target, helper } = rig);
});

async function probeOn(symbol: 'work' | 'rest'): Promise<UprobeRequest> {
  return target.probe({ offset: `0x${target.offset(symbol).toString(16)}` });
}

/** Ends by itself after `count` calls; its parent holds it in the table of processes until then. */
async function run(count: number): Promise<ChildProcess> {
  const child = spawn(target.path, [`${count}`], { stdio: 'ignore' });
  await once(child, 'exit');
  return child;
}

describe('hits by process', () => {
  it('are exact for each process and each choice of probes', async () => {
    const work = await attach(helper, await probeOn('work'));
    const rest = await attach(helper, await probeOn('rest'));
    const both = await HitCapture.start(new CaptureHub(), helper.client, [work, rest]);
    const first = await run(300);
    const second = await run(41);
    await until('all hits are here', () => both.hits.get(second.pid!) === 42);
    expect(both.hits).toEqual(
      new Map([
        [first.pid!, 301],
        [second.pid!, 42],
      ]),
    );
    expect(await both.lost()).toEqual({ events: 0n, pages: 0, pausedMs: 0 });
    await both.stop();

    const only = await HitCapture.start(new CaptureHub(), helper.client, [rest]);
    const third = await run(5);
    await until('its hit is here', () => only.hits.size === 1);
    expect(only.hits).toEqual(new Map([[third.pid!, 1]]));
    await only.stop();
  });

  it('name the process of a thread and its user, while it runs', async () => {
    const work = await attach(helper, await probeOn('work'));
    const capture = await HitCapture.start(new CaptureHub(), helper.client, [work]);
    const child = spawn(target.path, ['2000000000'], { stdio: 'ignore' });
    try {
      await until('it hits', () => capture.hits.size === 1);
      const owners = new Map<number, ThreadOwner | undefined>();
      for (const tid of capture.hits.keys()) {
        owners.set(tid, await threadOwner(tid));
      }
      const [total] = processTotals(capture.hits, tid => owners.get(tid));
      expect(total?.processes).toMatchObject([
        { owner: { pid: child.pid!, name: 'calls', uid: process.getuid!() } },
      ]);
    } finally {
      child.kill('SIGKILL');
      await capture.stop();
    }
  });

  it('of a probe that is gone are refused', async () => {
    const work = await attach(helper, await probeOn('work'));
    await helper.client.request('remove', { handles: [work.handle] });
    await expect(HitCapture.start(new CaptureHub(), helper.client, [work])).rejects.toMatchObject({
      code: 'state',
    });
  });
});

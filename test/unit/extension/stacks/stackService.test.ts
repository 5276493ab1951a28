import { describe, expect, it } from 'vitest';
import { createRequest } from '../../../../src/extension/session/createRequest';
import { ProbeStore } from '../../../../src/extension/session/probeStore';
import { StackService } from '../../../../src/extension/stacks/stackService';
import type { EventMethod, EventRequests } from '../../../../src/workers/eventMessages';
import { FakeHelper } from '../support/fakeHelper';
import { helperProbe, userRequest } from '../support/sampleProbes';

const REFUSAL = { code: 'notSupported', message: 'This kernel records no stacks.' } as const;

/** A window with one probe, and what its helper and its event worker were asked. */
function window(refuses = false) {
  const asked: string[] = [];
  const helper = new FakeHelper({
    stacks: ({ on }) => {
      asked.push(`helper stacks ${on}`);
      return { results: [refuses ? { ok: false, error: REFUSAL } : { ok: true }] };
    },
    stackFormats: () => ({ kernel: 'K', user: 'U' }),
  });
  const worker = {
    request: <M extends EventMethod>(method: M, params: EventRequests[M]['params']) => {
      asked.push(`worker ${method} ${JSON.stringify(params)}`);
      return Promise.resolve(null as EventRequests[M]['result']);
    },
  };
  const store = new ProbeStore();
  store.add([{ request: userRequest('f'), probe: helperProbe(1) }]);
  const [probe] = store.probes;
  const warned: string[] = [];
  const log = { warn: (message: string) => void warned.push(message) };
  const stacks = new StackService(() => helper, store, worker, log);
  return { asked, warned, store, key: probe!.key, stacks };
}

const TOLD = 'worker recordStacks {"formats":["K","U"]}';

describe('recording stacks', () => {
  it('tells who reads them before the first comes, once a capture, and is part of the probe', async () => {
    const { asked, store, key, stacks } = window();
    expect(await stacks.formats()).toEqual([]);
    stacks.began(1);
    expect(asked).toEqual([]);
    await stacks.set([key], true);
    expect(asked).toEqual([TOLD, 'helper stacks true']);
    const { request } = store.get(key)!;
    expect(createRequest(request, undefined, true)).toMatchObject({ stacks: true });
    await stacks.tell();
    expect(asked).toHaveLength(2);
    expect(await stacks.formats()).toEqual(['K', 'U']);
    stacks.began(2);
    await stacks.tell();
    expect(asked).toHaveLength(2);
    await stacks.set([key], false);
    expect(asked.at(-1)).toBe('helper stacks false');
    expect(createRequest(store.get(key)!.request, undefined, true)).not.toHaveProperty('stacks');
  });

  it('is what it was where the kernel has none', async () => {
    const { store, key, stacks } = window(true);
    await expect(stacks.set([key], true)).rejects.toMatchObject(REFUSAL);
    expect(store.get(key)!.request).not.toHaveProperty('stacks');
  });
});

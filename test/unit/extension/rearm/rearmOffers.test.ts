import { describe, expect, it } from 'vitest';
import { RearmOffers, type RearmMode } from '../../../../src/extension/rearm/rearmOffers';
import type { UserAttachRequest } from '../../../../src/extension/session/attachRequest';
import type { FileNow } from '../../../../src/extension/session/ownedProbe';
import { ProbeStore } from '../../../../src/extension/session/probeStore';
import { helperProbe, userRequest } from '../support/sampleProbes';

/** Offers whose file settles and whose questions are answered when the test says so. */
function offers(mode: RearmMode) {
  const store = new ProbeStore();
  store.add([1, 2].map(handle => ({ request: userRequest('f'), probe: helperProbe(handle) })));
  store.add([{ request: userRequest('g', {}, '/other'), probe: helperProbe(3) }]);
  const done: string[] = [];
  const waiting: { settle: (version: string) => void; wanted: () => boolean }[] = [];
  const asked: ((yes: boolean) => void)[] = [];
  const set = { mode };
  const offer = new RearmOffers(store, {
    mode: () => set.mode,
    settled: (_path, wanted) => new Promise(resolve => waiting.push({ settle: resolve, wanted })),
    ask: (path, probes) => {
      done.push(`ask ${path} ${probes.length}`);
      return new Promise(resolve => asked.push(resolve));
    },
    rearm: keys => {
      done.push(`rearm ${keys.join(' ')}`);
      return Promise.resolve();
    },
    failed: error => done.push(String(error)),
  });
  const become = (state: FileNow['state'], builtAt: number, keys = [1, 2]): void =>
    store.setFileStates(new Map(keys.map(key => [key, { state, builtAt }])));
  const settle = async (version: string): Promise<void> => {
    waiting.shift()?.settle(version);
    await turn();
  };
  const answer = async (yes: boolean): Promise<void> => {
    asked.shift()?.(yes);
    await turn();
  };
  return { store, set, done, waiting, become, settle, answer, offer };
}

/** Everything that was resolved has gone on. */
function turn(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}

describe('the offer to re-arm', () => {
  it('is one question for all probes of a file, once it is finished', async () => {
    const { done, become, settle, answer } = offers('ask');
    become('replaced', 1);
    await turn();
    expect(done).toEqual([]);
    await settle('one');
    expect(done).toEqual(['ask /srv/orders 2']);
    await answer(true);
    expect(done.at(-1)).toBe('rearm 1 2');
  });

  it('is one for each process’s file, where two containers call theirs alike', async () => {
    const { store, done, become, settle } = offers('ask');
    const reached = (pid: number, where: string): UserAttachRequest => {
      const request = userRequest('f', {}, '/app');
      return { ...request, target: { ...request.target, process: { pid, start: '0x1' }, where } };
    };
    store.add([
      { request: reached(7, 'in web-1'), probe: helperProbe(4) },
      { request: reached(8, 'in web-2'), probe: helperProbe(5) },
    ]);
    become('replaced', 1, [4, 5]);
    await settle('one');
    await settle('two');
    expect(done).toEqual(['ask /app · in web-1 1', 'ask /app · in web-2 1']);
  });

  it('is not made again for the same file, nor for new counts', async () => {
    const { store, done, waiting, become, settle, answer } = offers('ask');
    become('replaced', 1);
    await settle('one');
    await answer(false);
    store.setCounts(
      [1, 2].map(handle => ({ handle, hits: 5n })),
      1,
    );
    become('replaced', 1);
    await turn();
    expect(waiting).toEqual([]);
    expect(done).toEqual(['ask /srv/orders 2']);
  });

  it('is made again for the next build, also while the question is open', async () => {
    const { done, become, settle, answer } = offers('ask');
    become('replaced', 1);
    await settle('one');
    become('replaced', 2);
    await answer(false);
    await settle('two');
    expect(done).toEqual(['ask /srv/orders 2', 'ask /srv/orders 2']);
  });

  it('is not needed with "auto", which does not try the same file twice', async () => {
    const { done, become, settle } = offers('auto');
    become('replaced', 1);
    await settle('one');
    // The re-arming failed, and another writing gave the same file.
    become('replaced', 2);
    await settle('one');
    expect(done).toEqual(['rearm 1 2']);
  });

  it('is not made with "never", nor for probes that are lost or whose file is gone', async () => {
    const { store, set, waiting, become } = offers('never');
    become('replaced', 1);
    set.mode = 'ask';
    store.setState([1, 2], 'lost');
    become('replaced', 2);
    become('gone', 3, [3]);
    await turn();
    expect(waiting).toEqual([]);
  });

  it('is given up when its probes are removed, or the window closes, while the file is built', async () => {
    const { store, done, waiting, become, settle, offer } = offers('ask');
    become('replaced', 1);
    become('overwritten', 1, [3]);
    expect(waiting.map(({ wanted }) => wanted())).toEqual([true, true]);
    store.remove([1, 2]);
    expect(waiting.map(({ wanted }) => wanted())).toEqual([false, true]);
    offer.dispose();
    expect(waiting.map(({ wanted }) => wanted())).toEqual([false, false]);
    await settle('one');
    expect(done).toEqual([]);
  });

  it('re-arms what is stale when the answer comes', async () => {
    const { store, done, become, settle, answer } = offers('ask');
    become('replaced', 1);
    await settle('one');
    store.remove([1]);
    await answer(true);
    expect(done.at(-1)).toBe('rearm 2');
  });
});

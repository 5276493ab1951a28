import { describe, expect, it } from 'vitest';
import { MAX_BATCH } from '../../../src/protocol/probes';
import type { OwnedProbe } from '../../../src/extension/session/ownedProbe';
import type { ProbeFailure } from '../../../src/extension/session/probeFailure';
import { ProbeService } from '../../../src/extension/session/probeService';
import { ProbeStore } from '../../../src/extension/session/probeStore';
import { withCaller } from '../../../src/extension/callers/callerArgument';
import {
  requestLabel,
  withFilter,
  type AttachRequest,
} from '../../../src/extension/session/attachRequest';
import { HumanError } from '../../../src/extension/errors/humanError';
import { FakeHelper } from './support/fakeHelper';
import { kernelReturn, tracepoint, userRequest } from './support/sampleProbes';

function serviceOn(helper: FakeHelper) {
  const store = new ProbeStore();
  const shown: { failures: ProbeFailure[]; errors: unknown[] } = { failures: [], errors: [] };
  const current = { helper, stopped: Promise.resolve() };
  const life = {
    connected: () => Promise.resolve(current.helper),
    stopped: () => current.stopped,
  };
  /** What the user makes of filters that were refused, one after the other. */
  const corrections: ((refused: ProbeFailure) => string)[] = [];
  const removed: (readonly OwnedProbe[])[] = [];
  /** And of lines. */
  const lines: ((refused: ProbeFailure) => AttachRequest)[] = [];
  const service = new ProbeService(life, store, {
    correctLine: async (refused, again) => {
      let failure: ProbeFailure | undefined = refused;
      while (failure && lines.length > 0) {
        failure = await again(lines.shift()?.(failure) ?? failure.request);
      }
    },
    correctFilter: async (refused, _requests, again) => {
      let failure: ProbeFailure | undefined = refused;
      while (failure && corrections.length > 0) {
        failure = await again(corrections.shift()?.(failure));
      }
    },
    removed: probes => removed.push(probes),
    progress: work => work,
    failed: failures => shown.failures.push(...failures),
    error: error => shown.errors.push(error),
  });
  return { store, shown, service, current, corrections, lines, removed };
}

describe('ProbeService', () => {
  it('puts all probes of a target in one group of the helper', async () => {
    const { store, service } = serviceOn(new FakeHelper());
    await service.attach([
      userRequest('a'),
      userRequest('b'),
      kernelReturn,
      userRequest('c', {}, '/other'),
      userRequest('d'),
      tracepoint,
    ]);
    await service.attach([userRequest('e')]);
    const groups = store.groups.map(({ target, probes }) => [
      target,
      [...new Set(probes.map(({ probe }) => probe.group.id))].length,
      probes.length,
    ]);
    expect(groups).toEqual([
      ['/srv/orders', 1, 4],
      ['/other', 1, 1],
      ['kernel', 1, 2],
    ]);
  });

  it('asks for a new group when the last probe of the old one is removed', async () => {
    const helper = new FakeHelper();
    const { store, service } = serviceOn(helper);
    await service.attach([userRequest('a')]);
    await service.remove(store.probes.map(({ key }) => key));
    await service.attach([userRequest('b')]);
    const last = helper.asked.at(-1)?.params as { probes: { group?: number }[] };
    expect(last.probes[0]).not.toHaveProperty('group');
    expect(store.probes[0]?.probe.group.id).toBe(2);
  });

  it('keeps what was made when others are refused, and names those', async () => {
    const helper = new FakeHelper();
    helper.refused.set('b', { code: 'badBoundary', message: 'no' });
    const { store, shown, service } = serviceOn(helper);
    const attached = await service.attach(['a', 'b', 'c'].map(name => userRequest(name)));
    expect(attached.map(({ request }) => request)).toEqual([userRequest('a'), userRequest('c')]);
    expect(store.probes).toHaveLength(2);
    expect(shown.failures).toMatchObject([{ error: { code: 'badBoundary' } }]);
  });

  describe('when the kernel does not take a filter', () => {
    const badFilter = { code: 'invalidInput', message: 'EINVAL', line: 'wrod > 3' } as const;
    const three = ['a', 'b', 'c'].map(name => withFilter(userRequest(name), 'wrod > 3'));

    it('has it corrected until all are attached with it, and nothing is meanwhile', async () => {
      const helper = new FakeHelper();
      helper.refused.set('b', badFilter);
      const { store, shown, service, corrections } = serviceOn(helper);
      corrections.push(
        ({ request }) => {
          expect([requestLabel(request), request.filter]).toEqual(['b', 'wrod > 3']);
          expect(store.probes).toEqual([]);
          helper.refused.clear();
          helper.refused.set('c', { ...badFilter, line: 'wrd > 3' });
          return 'wrd > 3';
        },
        ({ request }) => {
          expect([requestLabel(request), request.filter]).toEqual(['c', 'wrd > 3']);
          expect(store.probes).toEqual([]);
          helper.refused.clear();
          return 'word > 3';
        },
      );
      const attached = await service.attach(three);
      expect(attached.map(({ request }) => request.filter)).toEqual(three.map(() => 'word > 3'));
      expect(store.probes).toEqual(attached);
      expect(shown).toEqual({ failures: [], errors: [] });
    });

    it('attaches none when the user goes back, and says nothing', async () => {
      const helper = new FakeHelper();
      helper.refused.set('b', badFilter);
      const { store, shown, service } = serviceOn(helper);
      expect(await service.attach(three)).toEqual([]);
      expect(helper.methods).toEqual(['create', 'create', 'remove']);
      expect(store.probes).toEqual([]);
      expect(shown.failures).toEqual([]);
    });
  });

  describe('when the kernel does not take a line', () => {
    const line = 'p:a /proc/self/fd/3:0x1 x=%zz';
    const refused = { code: 'invalidInput', message: 'EINVAL', line } as const;
    const withArgument = (name: string, fetch: string): AttachRequest => ({
      ...{ ...userRequest(name), args: [{ name: 'x', fetch, type: 'u64' }] },
    });

    it('has what was typed in it corrected until it is attached', async () => {
      const helper = new FakeHelper();
      helper.refused.set('a', refused);
      const { store, shown, service, lines } = serviceOn(helper);
      lines.push(
        ({ request }) => {
          expect(request).toEqual(withArgument('a', '%zz'));
          return withArgument('a', '%yy');
        },
        ({ request }) => {
          expect(request).toEqual(withArgument('a', '%yy'));
          helper.refused.clear();
          return withArgument('a', '%di');
        },
      );
      const attached = await service.attach([withArgument('a', '%zz')]);
      expect(attached.map(({ request }) => request)).toEqual([withArgument('a', '%di')]);
      expect(store.probes).toEqual(attached);
      expect(shown).toEqual({ failures: [], errors: [] });
    });

    it('shows what the user cannot mend, such as a line that nobody typed', async () => {
      const helper = new FakeHelper();
      helper.refused.set('a', refused);
      const { shown, service, lines } = serviceOn(helper);
      lines.push(() => expect.fail('Nothing was typed'));
      expect(await service.attach([userRequest('a')])).toEqual([]);
      expect(
        await service.attach([withArgument('a', '%di'), withArgument('b', '%di')]),
      ).toHaveLength(1);
      const caller = withCaller(userRequest('a'), process.arch);
      expect(await service.attach([caller])).toEqual([]);
      helper.refused.set('a', { code: 'busy', message: 'EBUSY', line });
      expect(await service.attach([withArgument('a', '%di')])).toEqual([]);
      expect(shown.failures).toHaveLength(4);
    });
  });

  it('cuts many probes into requests that the protocol takes', async () => {
    const helper = new FakeHelper();
    const { store, service } = serviceOn(helper);
    await service.attach(Array.from({ length: 150 }, (_, at) => userRequest(`f${at}`)));
    expect(store.probes).toHaveLength(150);
    await service.remove(store.probes.map(({ key }) => key));
    const sizes = helper.asked.map(({ params }) => {
      const { probes, handles } = params as { probes?: unknown[]; handles?: unknown[] };
      return (probes ?? handles ?? []).length;
    });
    expect(Math.max(...sizes)).toBeLessThanOrEqual(MAX_BATCH);
    expect(store.probes).toEqual([]);
  });

  it('shows why there is no helper, and attaches nothing', async () => {
    const store = new ProbeStore();
    const errors: unknown[] = [];
    const refusal = new HumanError('No.');
    const life = { connected: () => Promise.reject(refusal), stopped: () => Promise.resolve() };
    const service = new ProbeService(life, store, {
      progress: work => work,
      failed: () => undefined,
      error: error => errors.push(error),
    });
    expect(await service.attach([userRequest('a')])).toEqual([]);
    expect(errors).toEqual([refusal]);
  });

  it('brings removed probes back as they were', async () => {
    const { store, service, removed } = serviceOn(new FakeHelper());
    await service.attach([userRequest('a'), userRequest('b')]);
    await service.stop([store.probes[1]!.key]);
    await service.remove(store.probes.map(({ key }) => key));
    expect(store.probes).toEqual([]);
    const [both = []] = removed;
    await service.bringBack(both);
    const now = () => store.probes.map(({ request, state }) => [requestLabel(request), state]);
    expect(now()).toEqual([
      ['a', 'armed'],
      ['b', 'stopped'],
    ]);
    store.loseAll();
    await service.remove([store.probes[0]!.key]);
    await service.bringBack(removed[1] ?? []);
    expect(now().sort()).toEqual([
      ['a', 'lost'],
      ['b', 'lost'],
    ]);
  });

  it('makes lost probes again in their place and as they were', async () => {
    const { store, service, current } = serviceOn(new FakeHelper());
    await service.attach([userRequest('a'), userRequest('b')]);
    await service.stop([2]);
    store.loseAll();
    current.helper = new FakeHelper();
    await service.recreate([1, 2]);
    expect(store.probes.map(({ key, state }) => [key, state])).toEqual([
      [1, 'armed'],
      [2, 'stopped'],
    ]);
  });

  it('starts what is stopped and makes what is lost; stops only what is armed', async () => {
    const helper = new FakeHelper();
    const { store, service } = serviceOn(helper);
    await service.attach([userRequest('a'), userRequest('b')]);
    await service.stop([1]);
    await service.stop([1]);
    await service.start([1, 2]);
    store.setState([2], 'lost');
    await service.start([1, 2]);
    expect(helper.methods).toEqual(['create', 'create', 'disable', 'enable', 'create']);
    expect(store.probes.every(({ state }) => state === 'armed')).toBe(true);
  });

  it('forgets lost probes without asking, and takes a probe that is gone already as removed', async () => {
    const gone = new FakeHelper({
      remove: () => ({
        results: [
          { ok: false, error: { code: 'notFound', message: 'gone' } },
          { ok: false, error: { code: 'busy', message: 'perf has it' } },
        ],
      }),
    });
    const { store, shown, service } = serviceOn(gone);
    await service.attach(['a', 'b', 'c'].map(name => userRequest(name)));
    store.setState([3], 'lost');
    await service.remove([1, 2, 3]);
    expect(store.probes.map(({ key }) => key)).toEqual([2]);
    expect(shown.failures).toMatchObject([{ error: { code: 'busy' } }]);
  });

  it('asks no helper to change what a stop that is under way takes with it', async () => {
    const helper = new FakeHelper();
    const { store, service, current } = serviceOn(helper);
    await service.attach(['a', 'b', 'c'].map(name => userRequest(name)));
    const [a, b] = store.probes.map(({ key }) => key);
    let end = (): void => undefined;
    current.stopped = new Promise(resolve => (end = resolve));
    const changes = [service.remove([a!]), service.stop([b!])];
    store.loseAll();
    end();
    await Promise.all(changes);
    expect(helper.methods.filter(method => method !== 'create')).toEqual([]);
    expect(store.probes.map(({ request, state }) => [requestLabel(request), state])).toEqual([
      ['b', 'lost'],
      ['c', 'lost'],
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import type { Binary } from '../../../../src/extension/binaries/openBinaries';
import { Rearmer } from '../../../../src/extension/rearm/rearmer';
import type { ProbeFailure } from '../../../../src/extension/session/probeFailure';
import { ProbeService } from '../../../../src/extension/session/probeService';
import { ProbeStore } from '../../../../src/extension/session/probeStore';
import type { FileNow } from '../../../../src/extension/session/ownedProbe';
import { inEnglish } from '../../../../src/extension/text/translate';
import type { SymbolRow } from '../../../../src/elf/symbolRow';
import { FakeHelper } from '../support/fakeHelper';
import { userRequest } from '../support/sampleProbes';
import { info, row } from '../symbolsEditor/sampleRows';

const FUNCTIONS = ['a', 'b', 'c'];

/** A window with probes on `a`, `b` and `c`, of which the new file has the given functions. */
async function windowWith(inNewFile: readonly string[], state: FileNow['state'] = 'replaced') {
  const helper = new FakeHelper();
  const store = new ProbeStore();
  const failures: ProbeFailure[] = [];
  const errors: unknown[] = [];
  const life = { connected: () => Promise.resolve(helper), stopped: () => Promise.resolve() };
  const service = new ProbeService(life, store, {
    progress: work => work,
    failed: some => failures.push(...some),
    error: error => errors.push(error),
  });
  await service.attach(FUNCTIONS.map(name => userRequest(name)));
  store.setCounts([{ handle: 1, hits: 7n }], 0);
  store.setFileStates(new Map([1, 2, 3].map(key => [key, { state, builtAt: 5 }])));
  helper.asked.length = 0;
  const opened: string[] = [];
  const rows = inNewFile.map((name, index): SymbolRow =>
    row({ name, fileOffset: BigInt(0x2000 + index), address: BigInt(0x402000 + index) }),
  );
  const file = {
    query: ({ text }: { text: string }) => {
      const found = rows.filter(({ name }) => name === text);
      return Promise.resolve({ rows: found, total: found.length });
    },
  };
  const rearmer = new Rearmer(
    {
      store,
      open: ({ target }) => {
        opened.push(target.path);
        return Promise.resolve({ file, dispose: () => undefined } as unknown as Binary);
      },
      placeAt: ({ target }, _file, offset) =>
        Promise.resolve({ target: { ...target, offset, inode: info().inode } }),
      replace: items => service.replace(items),
    },
    inEnglish,
  );
  return { helper, store, service, rearmer, failures, errors, opened };
}

describe('re-arming', () => {
  it('makes the new ones before the old are removed, in the same rows, and counts anew', async () => {
    const { helper, store, rearmer, opened } = await windowWith(FUNCTIONS);
    const result = await rearmer.rearm([1, 2, 3]);
    expect(result).toEqual({ rearmed: [1, 2, 3], failed: [] });
    expect(opened).toEqual(['/srv/orders']);
    expect(helper.methods).toEqual(['create', 'remove']);
    expect(helper.asked[1]?.params).toEqual({ handles: [1, 2, 3] });
    expect(store.probes.map(({ key, probe, state }) => [key, probe.handle, state])).toEqual([
      [1, 4, 'armed'],
      [2, 5, 'armed'],
      [3, 6, 'armed'],
    ]);
    expect(store.get(1)).not.toHaveProperty('hits');
    expect(store.get(1)).not.toHaveProperty('file');
    expect(store.get(1)?.rearmedAt).toBeGreaterThan(0);
    expect(store.groups[0]?.probes.map(({ probe }) => probe.group.id)).toEqual([1, 1, 1]);
  });

  it('removes the old ones first where the file was written over, and asks for a new group', async () => {
    const { helper, store, service, rearmer } = await windowWith(FUNCTIONS, 'overwritten');
    await service.halt([1, 2, 3]);
    helper.asked.length = 0;
    await rearmer.rearm([1, 2, 3]);
    expect(helper.methods).toEqual(['remove', 'create', 'create']);
    expect(helper.asked[1]?.params).not.toHaveProperty('probes.0.group');
    // What was stopped for it counts again.
    expect(store.probes.map(({ state, isHalted }) => [state, isHalted])).toEqual(
      FUNCTIONS.map(() => ['armed', undefined]),
    );
  });

  it('leaves what was stopped by hand stopped, unless it was asked for by its row', async () => {
    const { store, service, rearmer } = await windowWith(FUNCTIONS);
    await service.stop([2, 3]);
    await rearmer.rearm([1, 2]);
    await rearmer.rearm([3], true);
    expect(store.probes.map(({ state }) => state)).toEqual(['armed', 'stopped', 'armed']);
  });

  it('keeps the old probe of a function that is not there any more, and says so', async () => {
    const { helper, store, rearmer } = await windowWith(['a']);
    const result = await rearmer.rearm([1, 2, 3]);
    expect(result.rearmed).toEqual([1]);
    expect(result.failed.map(({ key, why }) => [key, why.why])).toEqual([
      [2, 'missing'],
      [3, 'missing'],
    ]);
    expect(helper.asked.at(-1)).toEqual({ method: 'remove', params: { handles: [1] } });
    expect(store.get(2)).toMatchObject({ state: 'armed', file: { state: 'replaced' } });
  });

  it('keeps the old probe where the helper refuses the new one', async () => {
    const { helper, store, rearmer, failures } = await windowWith(FUNCTIONS);
    helper.refused.set('b', { code: 'fileChanged', message: 'built again' });
    expect(await rearmer.rearm([1, 2, 3])).toEqual({ rearmed: [1, 3], failed: [] });
    expect(failures).toMatchObject([{ error: { code: 'fileChanged' } }]);
    expect(store.get(2)?.probe.handle).toBe(2);
    expect(helper.asked.at(-1)?.params).toEqual({ handles: [1, 3] });
  });

  it('is lost where the file was written over and the helper refuses the new one', async () => {
    const { helper, store, rearmer } = await windowWith(FUNCTIONS, 'overwritten');
    helper.refused.set('b', { code: 'fileChanged', message: 'built again' });
    await rearmer.rearm([1, 2, 3]);
    expect(store.probes.map(({ state }) => state)).toEqual(['armed', 'lost', 'armed']);
  });

  it('is done once where it is asked for twice at a time, and one after the other', async () => {
    const { helper, rearmer } = await windowWith(FUNCTIONS);
    const results = await Promise.all([
      rearmer.rearm([1]),
      rearmer.rearm([1, 2]),
      rearmer.rearm([2, 3]),
    ]);
    expect(results.map(({ rearmed }) => rearmed)).toEqual([[1], [2], [3]]);
    expect(helper.methods).toEqual(['create', 'remove', 'create', 'remove', 'create', 'remove']);
  });

  it('makes lost probes again, armed where they were', async () => {
    const { store, service, rearmer } = await windowWith(FUNCTIONS);
    await service.stop([2]);
    store.loseAll();
    await rearmer.rearm([1, 2]);
    expect(store.probes.map(({ state }) => state)).toEqual(['armed', 'stopped', 'lost']);
  });
});

describe('starting a probe whose file was written over', () => {
  it('is refused, also where it is lost', async () => {
    const { helper, store, service, failures } = await windowWith(FUNCTIONS, 'overwritten');
    await service.halt([1, 2]);
    store.setState([2], 'lost');
    helper.asked.length = 0;
    await service.start([1, 2]);
    await service.recreate([2]);
    expect(helper.asked).toEqual([]);
    expect(failures.map(({ error }) => error.code)).toEqual(Array(3).fill('fileChanged'));
  });
});

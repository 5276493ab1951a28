import { describe, expect, it } from 'vitest';
import type { UserAttachRequest } from '../../../src/extension/session/attachRequest';
import { OthersStore } from '../../../src/extension/session/othersStore';
import { ProbeStore } from '../../../src/extension/session/probeStore';
import { updateCounts } from '../../../src/extension/session/hitCounts';
import { linesText } from '../../../src/extension/probesView/placeRows';
import { TreeModel } from '../../../src/extension/probesView/treeModel';
import { inEnglish } from '../../../src/extension/text/translate';
import { FakeHelper } from './support/fakeHelper';
import { helperProbe, userRequest } from './support/sampleProbes';

const style = { t: inEnglish, locale: 'en' };

function request(count: number): UserAttachRequest {
  const more = Array.from({ length: count - 1 }, (_, n) => ({
    symbol: `f${n + 1}`,
    address: BigInt(n) + 0x40_0000n,
    offset: BigInt(n),
  }));
  return userRequest('f0', { more, label: `${count} functions of orders` });
}

function withProbe(count: number): { store: ProbeStore; model: TreeModel; key: number } {
  const store = new ProbeStore();
  const probe = helperProbe(7, { locations: count });
  const [added] = store.add([{ request: request(count), probe }]);
  return { store, model: new TreeModel(store, new OthersStore(), style), key: added!.key };
}

describe('a probe on several functions', () => {
  it('is one row that opens', () => {
    const { model, key } = withProbe(14);
    expect(model.row({ kind: 'probe', key })).toMatchObject({
      label: '14 functions of orders',
      description: '14 functions',
      collapsible: 'collapsed',
    });
    const children = model.children({ kind: 'probe', key });
    expect(children.map(node => model.row(node)?.label)).toEqual(
      Array.from({ length: 14 }, (_, n) => `f${n}`),
    );
    expect(model.parent(children[3]!)).toEqual({ kind: 'probe', key });
  });

  it('shows 200 of them, and how many more there are', () => {
    const { model, key } = withProbe(1000);
    const children = model.children({ kind: 'probe', key });
    expect(children).toHaveLength(201);
    expect(model.row(children[200]!)?.label).toBe('800 more functions');
    expect(model.parent(children[200]!)).toEqual({ kind: 'probe', key });
  });

  it('has the hits of each while somebody looks', async () => {
    const { store, model, key } = withProbe(3);
    const all = ['0x2', '0x0', null].map(hits => ({ written: '', canonical: '', hits }));
    const helper = new FakeHelper({
      hits: () => ({ counts: [{ handle: 7, hits: '0x2' }] }),
      locations: ({ from = 0 }) => ({
        locations: all.slice(from, from + 2),
        ...(from === 0 ? { next: 2 } : {}),
      }),
    });
    await updateCounts(store, helper);
    expect(helper.methods).toEqual(['hits']);

    store.watchedPlaces.add(key);
    await updateCounts(store, helper);
    const rows = model.children({ kind: 'probe', key }).map(node => model.row(node)?.description);
    expect(rows).toEqual(['2 hits', '0 hits', 'hits unknown']);

    store.remove([key]);
    expect(store.watchedPlaces.size).toBe(0);
  });

  it('lists ten of its lines, and how many more there are', () => {
    const { store, key } = withProbe(1000);
    const text = linesText(store.get(key)!, style).split('  \n');
    expect(text).toHaveLength(11);
    expect(text[0]).toContain('price_order_7 /srv/orders:0x1159');
    expect(text[10]).toBe('and 990 more');
  });
});

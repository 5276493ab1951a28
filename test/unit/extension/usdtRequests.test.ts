import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { SymbolRow } from '../../../src/elf/symbolRow';
import { counterRefusal } from '../../../src/extension/binaries/counterRefusal';
import { userSymbol } from '../../../src/extension/binaries/userSymbol';
import { tracefsLine } from '../../../src/extension/export/tracefsLine';
import { editedRequest } from '../../../src/extension/pickers/lineEdit';
import { usdtAgain } from '../../../src/extension/rearm/usdtAgain';
import { TreeModel } from '../../../src/extension/probesView/treeModel';
import type { UserAttachRequest } from '../../../src/extension/session/attachRequest';
import { createRequest } from '../../../src/extension/session/createRequest';
import { OthersStore } from '../../../src/extension/session/othersStore';
import { ProbeStore } from '../../../src/extension/session/probeStore';
import { loadWindow, saveWindow } from '../../../src/extension/session/savedProbes';
import { viewMarks } from '../../../src/extension/symbolsEditor/marks';
import { inEnglish } from '../../../src/extension/text/translate';
import { CreateProbe } from '../../../src/protocol/probes';
import { helperProbe } from './support/sampleProbes';
import { info, row } from './symbolsEditor/sampleRows';

const id = (fetch: string) => ({ name: 'arg1', fetch, type: 's32' });
const text = (fetch: string) => ({ name: 'arg2', fetch, type: 'u64' });

/** A probe of two sites, with a semaphore at the first. */
function probe(shift = 0n, first = '%di', second = '-20(%bp)'): SymbolRow {
  const place = (offset: bigint) => ({ address: 0x400000n + offset, fileOffset: offset });
  return row({
    name: 'shop:order',
    type: 'usdt',
    table: 'stapsdt',
    section: '',
    ...place(0x1290n + shift),
    usdt: {
      provider: 'shop',
      name: 'order',
      refusedSites: 0,
      cost: 'emulated',
      omitted: [],
      sites: [
        {
          ...place(0x1290n + shift),
          semaphore: 0x3066n,
          text: '',
          args: [id(first), text('%si')],
        },
        { ...place(0x12a0n + shift), text: '', args: [id(second), text('+8(%sp)')] },
      ],
    },
  });
}

function request(from = probe(), more: Partial<UserAttachRequest> = {}): UserAttachRequest {
  return { kind: 'uprobe', target: userSymbol('/opt/orders', info(), from)!, ...more };
}

describe('a request on a USDT probe', () => {
  it('asks the helper for all sites, each with its semaphore and its arguments', () => {
    const create = createRequest(request(), undefined, true);
    expect(v.safeParse(CreateProbe, create).issues).toBeUndefined();
    expect(create).toMatchObject({
      label: 'shop:order',
      offset: '0x1290',
      refCtrOffset: '0x3066',
      args: [id('%di'), text('%si')],
      more: [{ offset: '0x12a0', args: [id('-20(%bp)'), text('+8(%sp)')] }],
    });
    expect(create).not.toHaveProperty(['more', 0, 'refCtrOffset']);
  });

  it('is for one site where that is meant', () => {
    const target = userSymbol('/opt/orders', info(), probe(), 0n, 0x12a0n)!;
    expect(target).toMatchObject({ offset: 0x12a0n, address: 0x4012a0n });
    expect(createRequest({ kind: 'uprobe', target }, undefined, true)).not.toHaveProperty('more');
    expect(target).not.toHaveProperty('refCtrOffset');
  });

  it('has no more sites than an event can have', () => {
    const [site] = probe().usdt!.sites;
    const sites = Array.from({ length: 3000 }, (_, i) => ({
      ...site!,
      fileOffset: 0x1000n + BigInt(i),
    }));
    for (const args of [[], site!.args]) {
      const many = { ...probe().usdt!, sites: sites.map(each => ({ ...each, args })) };
      const create = createRequest(request({ ...probe(), usdt: many }), 1, true);
      expect(v.safeParse(CreateProbe, create).issues).toBeUndefined();
      expect(JSON.stringify(create).length).toBeLessThan(60_000);
    }
  });

  it('outlives its window', () => {
    const store = new ProbeStore();
    const owned = store.add([{ request: request(), probe: helperProbe(1) }]);
    const saved: unknown = JSON.parse(
      JSON.stringify(saveWindow({ pid: 4711, startTicks: 99 }, owned)),
    );
    expect(loadWindow(saved)?.probes.map(each => each.request)).toEqual([request()]);
  });
});

describe('the line of a USDT probe', () => {
  const edit = (line: string) =>
    editedRequest(request(), line, () => Promise.resolve({ refusal: 'Not there.' }), inEnglish);
  const [first = '', second] = tracefsLine(request())!.split('\n');

  it('is one for each site', () => {
    expect(first).toBe('p:shop_order /opt/orders:0x1290(0x3066) arg1=%di:s32 arg2=%si:u64');
    expect(second).toBe('p:shop_order /opt/orders:0x12a0 arg1=-20(%bp):s32 arg2=+8(%sp):u64');
  });

  it('that is not changed leaves the arguments to the file', async () => {
    expect(await edit(first)).toEqual({ request: request() });
  });

  it('changes the arguments of all sites, each in its own place', async () => {
    const edited = await edit(first.replace('arg2=%si:u64', 'arg2=+0(%si):string caller=$stack0'));
    const create = 'request' in edited && createRequest(edited.request, undefined, true);
    expect(create).toMatchObject({
      args: [
        id('%di'),
        { name: 'arg2', fetch: '+0(%si)', type: 'string' },
        { name: 'caller', fetch: '$stack0' },
      ],
      more: [
        {
          args: [
            id('-20(%bp)'),
            { name: 'arg2', fetch: '+0(+8(%sp))', type: 'string' },
            { name: 'caller', fetch: '$stack0' },
          ],
        },
      ],
    });
  });

  it('cannot name another counter, which the kernel would add to', async () => {
    expect(await edit(first.replace('0x3066', '0x3068'))).toEqual({
      refusal: 'The semaphore of this USDT probe is at 0x3066: write that in brackets.',
    });
    expect(counterRefusal({}, 0x3066n, inEnglish)).toContain('leave out the number');
    expect(counterRefusal({ refCtrOffset: 1n }, undefined, inEnglish)).toBeUndefined();
  });
});

describe('a USDT probe in a rebuilt file', () => {
  const rebuilt = probe(0x100n, '%r12', '%r13');
  const oneSite = request(rebuilt, {
    target: userSymbol('/opt/orders', info(), rebuilt, 0n, 0x1390n)!,
  });

  it('is at all its new sites, with their arguments', () => {
    expect(usdtAgain(oneSite, rebuilt, request())).toEqual(request(rebuilt));
  });

  it('keeps what the user changed of the arguments', () => {
    const old = request(probe(), { args: [{ name: 'arg1', fetch: '+4(%di)', type: 'u8' }] });
    const again = usdtAgain({ ...oneSite, args: old.args! }, rebuilt, old);
    expect(again.args).toEqual([{ name: 'arg1', fetch: '+4(%r12)', type: 'u8' }]);
  });

  it('on a function stays as it is', () => {
    const plain: UserAttachRequest = {
      kind: 'uprobe',
      target: userSymbol('/opt/orders', info(), row())!,
    };
    expect(usdtAgain(plain, undefined, plain)).toBe(plain);
  });
});

describe('a USDT probe that is attached', () => {
  const store = new ProbeStore();
  const helpers = helperProbe(7, { locations: 2 });
  const [owned] = store.add([{ request: request(), probe: helpers }]);

  it('is one row of its sites in the tree', () => {
    const model = new TreeModel(store, new OthersStore(), { t: inEnglish, locale: 'en' });
    const node = { kind: 'probe', key: owned!.key } as const;
    expect(model.row(node)).toMatchObject({ label: 'shop:order', description: '2 sites' });
    expect(model.children(node).map(child => model.row(child)?.label)).toEqual([
      '0x1290',
      '0x12a0',
    ]);
  });

  it('marks its row of the table with the hits of all its sites', () => {
    const counted = { ...owned!, hits: 12n, placeHits: [8n, 4n] };
    const { dev, inode } = info();
    expect(viewMarks([counted], { dev, inode }, inEnglish, 'en')).toMatchObject([
      { offset: '0x1290', text: '12 hits' },
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import type { RefusalCode } from '../../../../src/elf/symbolRow';
import { attachPlan } from '../../../../src/extension/binaries/attachPlan';
import { refusalSentence, shortRefusal } from '../../../../src/extension/binaries/refusal';
import { requestLabel } from '../../../../src/extension/session/attachRequest';
import { inEnglish } from '../../../../src/extension/text/translate';
import { info, row } from '../symbolsEditor/sampleRows';

describe('what of chosen rows can be attached', () => {
  it('makes one probe of two names of one place, with the identity of the file', () => {
    const plan = attachPlan('uprobe', '/tmp/orders', info(), [row(), row({ name: 'alias' })]);
    expect(plan).toEqual({
      requests: [
        {
          kind: 'uprobe',
          target: {
            path: '/tmp/orders',
            device: 5n,
            inode: 77n,
            buildId: '9f2c',
            symbol: 'price_order',
            address: 0x401139n,
            offset: 0x1139n,
            isGo: false,
            seen: { fileSize: 1000n, mtime: 1n, section: '.text', size: 42n },
          },
        },
      ],
      refused: [],
    });
  });

  it('calls a function as people read it', () => {
    const mangled = row({ name: '_ZN4shop5Order5priceEi', demangled: 'shop::Order::price(int)' });
    const [request] = attachPlan('uprobe', '/app', info(), [mangled]).requests;
    expect(request && requestLabel(request)).toBe('shop::Order::price(int)');
    expect(request?.target.symbol).toBe('_ZN4shop5Order5priceEi');
  });

  it('makes two probes of a function and a USDT probe at its first byte', () => {
    const usdt = {
      provider: 'shop',
      name: 'order',
      sites: [{ address: 0x401139n, fileOffset: 0x1139n, text: '', args: [] }],
      refusedSites: 0,
      cost: 'emulated',
      omitted: [],
    } as const;
    const rows = [row(), row({ name: 'shop:order', type: 'usdt', usdt })];
    const plan = attachPlan('uprobe', '/app', info(), rows);
    expect(plan.requests.map(({ target }) => target.symbol)).toEqual(['price_order', 'shop:order']);
  });

  it('judges return probes by their own verdict', () => {
    const go = row({ uretprobe: { ok: false, code: 'goBinary' } });
    expect(attachPlan('uprobe', '/app', info(), [go]).requests).toHaveLength(1);
    const plan = attachPlan('uretprobe', '/app', info(), [go]);
    expect(plan.requests).toEqual([]);
    expect(plan.refused.map(({ verdict }) => verdict.code)).toEqual(['goBinary']);
    const later = attachPlan('uretprobe', '/app', info(), [go], code => code === 'goBinary');
    expect(later.requests.map(({ target }) => target.symbol)).toEqual(['price_order']);
    expect(later.refused).toEqual([]);
  });
});

describe('refusals', () => {
  const codes: RefusalCode[] = [
    'ifunc',
    'undefined',
    'notFunction',
    'relocatable',
    'outsideSegments',
    'writableSegment',
    'goBinary',
  ];

  it.each(codes)('%s names the symbol and has a few words for a column', code => {
    const sentence = refusalSentence(row({ name: 'memcpy' }), { ok: false, code }, inEnglish);
    expect(sentence).toMatch(/^memcpy is .*\.$/);
    expect(shortRefusal({ ok: false, code }, inEnglish)).toMatch(/^.{2,40}$/);
  });

  it('names the library that has an undefined symbol', () => {
    const verdict = { ok: false, code: 'undefined', libraries: ['libc.so.6'] } as const;
    expect(refusalSentence(row({ name: 'puts' }), verdict, inEnglish)).toBe(
      'puts is undefined here: its code is in libc.so.6. Attach it there.',
    );
    expect(shortRefusal({ ok: true }, inEnglish)).toBe('');
  });
});

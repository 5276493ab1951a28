import { describe, expect, it } from 'vitest';
import { tracefsLine } from '../../../../src/extension/export/tracefsLine';
import {
  editedRequest,
  type LineEdit,
  type TargetAtOffset,
} from '../../../../src/extension/pickers/lineEdit';
import type { AttachRequest } from '../../../../src/extension/session/attachRequest';
import { inEnglish } from '../../../../src/extension/text/translate';
import { samples, target } from '../export/exportSamples';

const uprobe = samples['uprobe']!;
const other = target({ symbol: 'ship', offset: 0x2000n });

function edit(request: AttachRequest, line: string): Promise<LineEdit> {
  const targetAt = (offset: bigint): ReturnType<TargetAtOffset> =>
    Promise.resolve(offset === other.offset ? { target: other } : { refusal: 'Not there.' });
  return editedRequest(request, line, targetAt, inEnglish);
}

describe('an edited line', () => {
  it.each(['uprobe', 'uretprobe', 'kprobe', 'kprobe inside a function'])(
    'unchanged is the same %s, its name left to the helper',
    async name => {
      const request = samples[name]!;
      const result = await edit(request, tracefsLine(request)!);
      expect(result).toMatchObject({ request });
      expect('request' in result && 'event' in result.request).toBe(false);
    },
  );

  it('keeps module and maxactive of a kretprobe', async () => {
    const request = samples['kretprobe in a module with maxactive']!;
    expect(await edit(request, tracefsLine(request)!)).toMatchObject({ request });
  });

  it('keeps the filter, which no line holds', async () => {
    const filtered = { ...uprobe, filter: 'id > 3' };
    expect(await edit(filtered, tracefsLine(uprobe)!)).toMatchObject({ request: filtered });
  });

  it('takes another event name and arguments', async () => {
    expect(await edit(uprobe, 'p:mine /opt/shop/orders:0x1139 id=%di:u64')).toMatchObject({
      request: { kind: 'uprobe', event: 'mine', args: [{ name: 'id', fetch: '%di', type: 'u64' }] },
    });
  });

  it('takes another place as a new target where one may be, and else says why not', async () => {
    expect(await edit(uprobe, 'p:price_order /opt/shop/orders:0x2000')).toMatchObject({
      request: { target: other },
    });
    expect(await edit(uprobe, 'p:price_order /opt/shop/orders:0x113a')).toEqual({
      refusal: 'Not there.',
    });
  });

  it.each([
    ['p:price_order /bin/sh:0x1139', /file stays/],
    ['p:price_order /opt/shop/orders:0x1139(0x20)', /no USDT probe with a semaphore/],
    ['r:price_order /opt/shop/orders:0x1139', /Start the line with p/],
    ['p:price_order vfs_read', /Start the line with p|kind/],
    ['p:grp/price_order /opt/shop/orders:0x1139', /group/],
    ['p:1bad /opt/shop/orders:0x1139', /name|event/i],
    ['p:price_order /opt/shop/orders:0x1139 1a=%di', /name/i],
    ['', /PLACE/],
  ])('%j is refused in a sentence', async (line, sentence) => {
    const result = await edit(uprobe, line);
    expect('refusal' in result && result.refusal).toMatch(sentence);
  });

  it('keeps the function of a kprobe', async () => {
    const result = await edit(samples['kprobe']!, 'p:x vfs_read');
    expect(result).toEqual({ refusal: 'The function stays: choose another one in the picker.' });
  });
});

import { describe, expect, it } from 'vitest';
import type { AttachRequest } from '../../../../src/extension/session/attachRequest';
import type { OwnedProbe } from '../../../../src/extension/session/ownedProbe';
import { viewMarks } from '../../../../src/extension/symbolsEditor/marks';
import { inEnglish } from '../../../../src/extension/text/translate';

const target = {
  path: '/tmp/orders',
  device: 5n,
  inode: 77n,
  symbol: 'price_order',
  address: 0x1139n,
  offset: 0x1139n,
  isGo: false,
};

function owned(request: AttachRequest, changes: Partial<OwnedProbe> = {}): OwnedProbe {
  const probe: OwnedProbe['probe'] = {
    handle: 1,
    group: { id: 1, name: 'g' },
    kind: request.kind,
    label: 'x',
    event: 'e',
    eventId: 1,
    enabled: true,
    written: '',
    canonical: '',
  };
  return { key: 1, request, probe, state: 'armed', ...changes };
}

const marks = (...probes: OwnedProbe[]): ReturnType<typeof viewMarks> =>
  viewMarks(probes, { dev: 5n, inode: 77n }, inEnglish, 'en');

describe('marks of probed rows', () => {
  it('joins the probes of one function', () => {
    expect(
      marks(
        owned({ kind: 'uprobe', target }, { hits: 1234n }),
        owned({ kind: 'uretprobe', target }, { state: 'stopped' }),
      ),
    ).toEqual([
      {
        offset: '0x1139',
        text: '1,234 hits · ↩ stopped',
        title: 'uprobe: 1,234 hits\nuretprobe: stopped',
        armed: true,
      },
    ]);
  });

  it('marks each function of a probe on several, with its own hits once they are read', () => {
    const more = [{ symbol: 'ship', address: 0x1200n, offset: 0x1200n }];
    const request = { kind: 'uprobe', target, more, label: '2 functions' } as const;
    const text = (changes: Partial<OwnedProbe>): string[] =>
      marks(owned(request, changes)).map(mark => `${mark.offset} ${mark.text}`);
    expect(text({ hits: 5n })).toEqual(['0x1139 armed', '0x1200 armed']);
    expect(text({ hits: 5n, placeHits: [2n, 3n] })).toEqual(['0x1139 2 hits', '0x1200 3 hits']);
    expect(text({ state: 'stopped', hits: 5n })).toEqual(['0x1139 stopped', '0x1200 stopped']);
  });

  it('marks a function that is probed inside, past its endbr64', () => {
    const inside = { ...target, delta: 4n, offset: target.offset + 4n };
    expect(marks(owned({ kind: 'uprobe', target: inside })).map(mark => mark.offset)).toEqual([
      '0x1139',
    ]);
  });

  it('leaves out other files and the kernel', () => {
    expect(
      marks(
        owned({ kind: 'uprobe', target: { ...target, inode: 78n } }),
        owned({ kind: 'uprobe', target: { ...target, device: 6n } }),
        owned({ kind: 'kprobe', symbol: 'vfs_read' }),
      ),
    ).toEqual([]);
  });

  it('does not call an unknown count a number', () => {
    expect(marks(owned({ kind: 'uprobe', target }, { hits: 'unknown' }))[0]?.text).toBe(
      'hits unknown',
    );
    expect(marks(owned({ kind: 'uprobe', target }))[0]?.text).toBe('armed');
    expect(marks(owned({ kind: 'uprobe', target }, { state: 'lost' }))[0]?.armed).toBe(false);
  });
});

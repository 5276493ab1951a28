import { describe, expect, it } from 'vitest';
import type { SymbolRow } from '../../../../src/elf/symbolRow';
import type { UsdtProbe, UsdtSite } from '../../../../src/elf/usdt/usdtProbe';
import { leftOut, usdtNotes, usdtText } from '../../../../src/extension/binaries/usdtText';
import { symbolItemText } from '../../../../src/extension/pickers/symbolItems';
import { viewRow } from '../../../../src/extension/symbolsEditor/viewRows';
import { inEnglish } from '../../../../src/extension/text/translate';
import { row } from '../symbolsEditor/sampleRows';

const site = (names: readonly string[], semaphore?: bigint): UsdtSite => ({
  address: 0x1290n,
  fileOffset: 0x1290n,
  ...(semaphore === undefined ? {} : { semaphore }),
  text: '',
  args: names.map(name => ({ name, fetch: '%di', type: 's32' })),
});

function probe(sites: readonly UsdtSite[], changes: Partial<UsdtProbe> = {}): SymbolRow {
  return row({
    name: 'shop:order',
    type: 'usdt',
    table: 'stapsdt',
    binding: 'other',
    section: '',
    size: 0n,
    sizeKnown: false,
    uretprobe: { ok: false, code: 'marksPlace' },
    usdt: {
      provider: 'shop',
      name: 'order',
      sites,
      refusedSites: 0,
      cost: 'emulated',
      omitted: [],
      ...changes,
    },
  });
}

const facts = (...args: Parameters<typeof probe>): string =>
  usdtText(probe(...args), inEnglish).join(', ');

describe('the text of a USDT probe', () => {
  it('says how many sites and arguments it has, and whether a semaphore', () => {
    const three = site(['arg1', 'arg2', 'arg3'], 0x4066n);
    expect(facts([three, three, three])).toBe('3 sites, arguments arg1…arg3, semaphore');
    expect(facts([site([])])).toBe('1 site, no arguments');
    expect(facts([site(['arg2'])])).toBe('1 site, argument arg2');
    expect(facts([site(['arg1', 'arg2'])])).toBe('1 site, arguments arg1, arg2');
    expect(facts([site(['arg1', 'arg2', 'arg5'])])).toBe('1 site, arguments arg1, arg2, arg5');
  });

  it('is none for a function, or one that cannot be probed', () => {
    expect(usdtText(row(), inEnglish)).toEqual([]);
    expect(usdtNotes(row(), inEnglish)).toEqual([]);
    const refused = { ...probe([]), uprobe: { ok: false, code: 'noNop' } as const };
    expect(usdtText(refused, inEnglish)).toEqual([]);
  });

  it('says what is left out and why', () => {
    const { usdt } = probe([site(['arg1'])], {
      refusedSites: 2,
      omitted: [
        { name: 'arg2', refusal: 'index' },
        { name: 'arg3', refusal: 'differs' },
      ],
    });
    expect(leftOut(usdt!, inEnglish)).toEqual([
      'arg2: left out, the kernel cannot add two registers',
      'arg3: left out, it is not the same at all sites',
    ]);
    expect(usdtNotes({ usdt: usdt! }, inEnglish)).toEqual([
      'USDT probe of shop',
      'arg1=%di:s32',
      'arg2: left out, the kernel cannot add two registers',
      'arg3: left out, it is not the same at all sites',
      '2 more sites cannot be probed',
    ]);
  });

  it('is in the picker and in the table', () => {
    const shown = probe([site(['arg1'], 0x4066n)]);
    expect(symbolItemText(shown, 'uprobe', inEnglish)).toEqual({
      label: '$(broadcast) shop:order',
      description: 'USDT · 1 site · argument arg1 · semaphore',
    });
    expect(symbolItemText(shown, 'uretprobe', inEnglish).description).toBe(
      'USDT: no return probes',
    );
    expect(viewRow(shown, inEnglish)).toMatchObject({
      kind: 'usdt',
      binding: 'USDT',
      size: '',
      source: 'note.stapsdt',
      detail: '1 site · argument arg1 · semaphore',
      note: 'USDT probe of shop\narg1=%di:s32',
    });
  });
});

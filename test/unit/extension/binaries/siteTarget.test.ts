import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodedMany } from '../../../../src/extension/binaries/decodedMany';
import { siteRefusal } from '../../../../src/extension/binaries/siteRefusal';
import {
  strictRules,
  withoutRisk,
  type SiteRules,
} from '../../../../src/extension/binaries/siteRules';
import { siteTarget, type SiteTarget } from '../../../../src/extension/binaries/siteTarget';
import { takenTogether } from '../../../../src/extension/binaries/takenTogether';
import { userSymbol } from '../../../../src/extension/binaries/userSymbol';
import { pastEndbr } from '../../../../src/extension/pickers/pastEndbr';
import { siteText } from '../../../../src/extension/pickers/costText';
import { riskSentence } from '../../../../src/extension/probesView/riskSentence';
import {
  requestLabel,
  type UserAttachRequest,
} from '../../../../src/extension/session/attachRequest';
import { inEnglish } from '../../../../src/extension/text/translate';
import { inspectSite } from '../../../../src/elf/code/inspectSite';
import type { SiteRefusal } from '../../../../src/elf/code/probeSite';
import type { SymbolFile } from '../../../../src/workers/symbolClient';
import { SymbolError } from '../../../../src/workers/symbolError';
import type { SymbolPlace } from '../../../../src/workers/symbolMessages';
import { Fixtures } from '../../elf/support/fixtures';
import { rowNamed } from '../../elf/support/rows';
import { Sites } from '../../elf/support/sites';
import { row } from '../symbolsEditor/sampleRows';

const fixtures = new Fixtures();
let sites: Sites;
let file: Pick<SymbolFile, 'inspect' | 'info'>;

beforeAll(async () => {
  sites = await Sites.compile(fixtures.path('sites'));
  const { path, index } = sites;
  file = {
    info: { ...index.info, ...index.counts },
    inspect: (place: SymbolPlace) => inspectSite(path, index.info, index.symbolAt(place)),
  };
});
afterAll(() => fixtures.remove());

async function at(
  name: string,
  delta: bigint,
  kind: 'uprobe' | 'uretprobe' = 'uprobe',
  rules: SiteRules = strictRules,
): Promise<SiteTarget> {
  const { fileOffset } = await rowNamed(sites.index, name);
  return siteTarget(sites.path, file, kind, fileOffset! + delta, rules, inEnglish);
}

describe('a place that was typed or pasted', () => {
  it('inside a function is taken where an instruction begins', async () => {
    const { address, fileOffset } = await rowNamed(sites.index, 'branches');
    const place = await at('branches', 2n);
    expect(place).toMatchObject({
      target: { symbol: 'branches', delta: 2n, address: address + 2n, offset: fileOffset! + 2n },
    });
    const target = 'target' in place ? place.target : undefined;
    expect(requestLabel({ kind: 'uprobe', target: target! })).toBe('branches+0x2');
  });

  it('at the first byte names the function alone', async () => {
    const place = await at('branches', 0n);
    const target = 'target' in place ? place.target : undefined;
    expect(requestLabel({ kind: 'uprobe', target: target! })).toBe('branches');
  });

  it.each([
    ['immediates', 1n, /^immediates\+0x1 is inside an instruction, where a probe would damage/],
    ['redZone', 15n, /^redZone\+0xf is a nop of five bytes/],
    ['jumpTable', 20n, /^Nothing proves that an instruction begins at jumpTable\+0x14/],
    ['unsupported', 5n, /^The kernel places no probe on the instruction at unsupported\+0x5/],
  ])('%s+%i is refused with the reason', async (name, delta, sentence) => {
    const place = await at(name, delta);
    expect('refusal' in place && place.refusal).toMatch(sentence);
  });

  it('is refused for a return probe away from the entry, and where nothing returns', async () => {
    const inside = await at('branches', 2n, 'uretprobe');
    expect('refusal' in inside && inside.refusal).toMatch(
      /^branches\+0x2 is not a function’s first/,
    );
    const never = await at('callsExit', 0n, 'uretprobe');
    expect('refusal' in never && never.refusal).toMatch(/^callsExit never returns/);
  });

  it('in no function, or in a file that cannot be read, is refused', async () => {
    const nowhere = await siteTarget('/opt/app', file, 'uprobe', 0n, strictRules, inEnglish);
    expect(nowhere).toEqual({
      refusal:
        'No function of app holds the offset 0x0: copy a function’s from the symbols editor.',
    });
    const gone = {
      info: file.info,
      inspect: () => Promise.reject(new SymbolError('notFound', 'There is no such file')),
    };
    await expect(
      siteTarget('/opt/app', gone, 'uprobe', 0n, strictRules, inEnglish),
    ).rejects.toMatchObject({
      name: 'HumanError',
      message: 'There is no file app: build it, or choose another.',
    });
  });
});

describe('a nop of five bytes away from the entry', () => {
  const tried = (verdict: 'harmless' | 'corrupts' | 'unknown'): SiteRules => ({
    ...strictRules,
    nop5: () => Promise.resolve(verdict),
  });

  it('is taken where the running kernel does no harm', async () => {
    const place = await at('redZone', 15n, 'uprobe', tried('harmless'));
    expect(place).toMatchObject({ target: { symbol: 'redZone', delta: 15n } });
    expect('target' in place && place.target.risk).toBeUndefined();
    // No other refusal is lifted, that of a return probe away from the entry neither.
    const inside = await at('redZone', 15n, 'uretprobe', tried('harmless'));
    expect('refusal' in inside && inside.refusal).toMatch(
      /^redZone\+0xf is not a function’s first/,
    );
    const looped = await at('loopToNop5', 0n, 'uretprobe', tried('harmless'));
    expect(looped).toMatchObject({ target: { symbol: 'loopToNop5' } });
  });

  it.each([
    ['corrupts', /tried on this kernel with a program of Probescope’s own, damaged its data\./],
    ['unknown', /which newer kernels replace by a call/],
  ] as const)('is refused where it %s', async (verdict, sentence) => {
    const place = await at('redZone', 15n, 'uprobe', tried(verdict));
    expect('refusal' in place && place.refusal).toMatch(sentence);
  });

  it('is the only place for which the kernel is tried', async () => {
    const rules = { ...strictRules, nop5: () => Promise.reject(new Error('tried')) };
    expect('target' in (await at('branches', 2n, 'uprobe', rules))).toBe(true);
    expect('refusal' in (await at('immediates', 1n, 'uprobe', rules))).toBe(true);
    await expect(at('redZone', 15n, 'uprobe', rules)).rejects.toThrow('tried');
  });
});

describe('a refusal that an expert may overrule', () => {
  const asked: string[] = [];
  const bold: SiteRules = {
    ...strictRules,
    takesRisk: sentence => {
      asked.push(sentence);
      return Promise.resolve(true);
    },
  };

  it.each([
    ['immediates', 1n, 'uprobe', 'insideInstruction'],
    ['redZone', 15n, 'uprobe', 'nop5'],
    ['jumpTable', 20n, 'uprobe', 'unreached'],
    ['branches', 2n, 'uretprobe', 'notEntry'],
    ['callsExit', 0n, 'uretprobe', 'noReturn'],
  ] as const)('is told, and remembered: %s+%i (%s)', async (name, delta, kind, risk) => {
    asked.length = 0;
    const refused = await at(name, delta, kind);
    const place = await at(name, delta, kind, bold);
    expect(place).toMatchObject({ target: { symbol: name, risk } });
    expect(asked).toEqual(['refusal' in refused ? refused.refusal : '']);
    const target = 'target' in place ? place.target : undefined;
    expect(riskSentence({ kind, target: target! }, inEnglish)).toMatch(/^Not proved safe \(/);
  });

  it('is not asked about where nothing is wrong, or the probe is impossible', async () => {
    asked.length = 0;
    const fine = await at('branches', 2n, 'uprobe', bold);
    const target = 'target' in fine ? fine.target : undefined;
    expect(riskSentence({ kind: 'uprobe', target: target! }, inEnglish)).toBe('');
    const unsupported = await at('unsupported', 5n, 'uprobe', bold);
    expect('refusal' in unsupported && unsupported.refusal).toMatch(/^The kernel places no probe/);
    const nowhere = await siteTarget('/opt/app', file, 'uprobe', 0n, bold, inEnglish);
    expect('refusal' in nowhere).toBe(true);
    expect(asked).toEqual([]);
  });
});

describe('the sentence of every refusal', () => {
  const codes: SiteRefusal[] = [
    'noFunction',
    'insideInstruction',
    'unreached',
    'nop5',
    'unsupported',
    'misaligned',
    'otherMachine',
    'notEntry',
    'noReturn',
    'fileChanged',
    'ifunc',
    'goBinary',
  ];
  it.each(codes)('%s says what to do', code => {
    const refused = { ok: false, code } as const;
    const site = {
      row: row(),
      delta: 2n,
      uprobe: refused,
      uretprobe: refused,
      cost: 'unknown',
      warnings: [],
    } as const;
    const sentence = siteRefusal(site, 'uprobe', { file: 'orders', offset: 2n }, inEnglish);
    expect(sentence).toMatch(/^[A-Zpo].*(:|\. Attach|Probe|probe).*\.$/);
    expect(sentence).not.toContain('{');
  });
});

describe('requests from the symbols editor', () => {
  it('keep their order and their own names, less those that would do harm', async () => {
    const request = async (name: string): Promise<UserAttachRequest> => {
      const target = userSymbol(sites.path, file.info, await rowNamed(sites.index, name));
      return { kind: 'uretprobe', target: target! };
    };
    const all = await Promise.all(['branches', 'callsExit', 'main', 'waits'].map(request));
    const done: number[] = [];
    const { fine, refused } = await decodedMany(file, all, strictRules, inEnglish, count =>
      done.push(count),
    );
    expect(done).toEqual([1, 2, 3, 4]);
    expect(fine.map(({ request }) => request)).toMatchObject([all[0]!, all[2]!]);
    expect(fine.map(({ request }) => request.target.cost)).toEqual(
      fine.map(({ site }) => site.cost),
    );
    expect(refused.map(({ name, code }) => [name, code])).toEqual([
      ['callsExit', 'noReturn'],
      ['waits', 'noReturn'],
    ]);
    expect(refused.map(({ why }) => why)).toEqual([
      expect.stringMatching(/^callsExit never returns/),
      expect.stringMatching(/^waits never returns/),
    ]);
  });

  const inNop5 = async (): Promise<UserAttachRequest> => {
    const target = userSymbol(sites.path, file.info, await rowNamed(sites.index, 'loopToNop5'));
    return { kind: 'uprobe', target: target! };
  };

  it('are on a nop of five bytes where the running kernel does no harm', async () => {
    const request = await inNop5();
    const tried = { ...strictRules, nop5: () => Promise.resolve('harmless' as const) };
    const refused = await decodedMany(file, [request], strictRules, inEnglish);
    expect(refused.refused.map(({ code }) => code)).toEqual(['nop5']);
    const { fine } = await decodedMany(file, [request], tried, inEnglish);
    expect(fine.map(({ request }) => request.target.symbol)).toEqual(['loopToNop5']);
    expect(fine[0]?.request.target.risk).toBeUndefined();
  });

  it('remember a risk that was taken; of several nobody is asked', async () => {
    const bold = { ...strictRules, takesRisk: () => Promise.resolve(true) };
    const { fine } = await decodedMany(file, [await inNop5()], bold, inEnglish);
    expect(fine.map(({ request }) => request.target.risk)).toEqual(['nop5']);
    const many = await decodedMany(file, [await inNop5()], withoutRisk(bold), inEnglish);
    expect(many.refused).toHaveLength(1);
  });

  it('that are only unproved are offered to an expert in one question, which names them', async () => {
    const requests = await Promise.all(
      ['branches', 'callsExit', 'waits'].map(async (name): Promise<UserAttachRequest> => {
        const target = userSymbol(sites.path, file.info, await rowNamed(sites.index, name));
        return { kind: 'uretprobe', target: target! };
      }),
    );
    const many = await decodedMany(file, requests, withoutRisk(strictRules), inEnglish);
    const asked: [string, number | undefined][] = [];
    const taking = (answer: boolean): SiteRules => ({
      ...strictRules,
      takesRisk: (sentence, count) => {
        asked.push([sentence, count]);
        return Promise.resolve(answer);
      },
    });
    expect(await takenTogether(many, taking(false), inEnglish, 'en')).toEqual(many);
    const { fine, refused } = await takenTogether(many, taking(true), inEnglish, 'en');
    expect(fine.map(({ request: { target } }) => [target.symbol, target.risk])).toEqual([
      ['branches', undefined],
      ['callsExit', 'noReturn'],
      ['waits', 'noReturn'],
    ]);
    expect(refused).toEqual([]);
    const question = [expect.stringMatching(/^callsExit, waits: callsExit never returns/), 2];
    expect(asked).toEqual([question, question]);
  });

  it('that are impossible are offered to nobody', async () => {
    const rules = { ...strictRules, takesRisk: () => Promise.reject(new Error('asked')) };
    const refused = [{ name: 'gone', code: 'undefined', why: 'It is in another file.' }];
    const many = { fine: [], refused };
    expect(await takenTogether(many, rules, inEnglish, 'en')).toEqual(many);
  });
});

describe('the last step', () => {
  it('says what a hit costs, and that a function is short', async () => {
    const text = async (name: string, offset = 0): Promise<string[]> =>
      siteText(await sites.inspect(name, offset), inEnglish);
    expect(await text('pastEndbr')).toEqual(['~10 µs a hit']);
    expect(await text('pastEndbr', 4)).toEqual(['~1 µs a hit']);
    expect(await text('entryNop5')).toEqual(['~1 µs a hit, ~10 µs before Linux 6.16']);
    expect(await text('shortOne')).toEqual([
      '~10 µs a hit',
      'very short: calls where it was inlined are not seen',
    ]);
  });

  it('moves a probe past endbr64, where that is offered', async () => {
    const entry = await at('pastEndbr', 0n);
    const request = {
      kind: 'uprobe',
      target: 'target' in entry ? entry.target : undefined!,
    } as const;
    const site = await sites.inspect('pastEndbr');
    const moved = pastEndbr(request, site);
    const past = await at('pastEndbr', 4n);
    expect(moved).toEqual({ kind: 'uprobe', ...past });
    expect(pastEndbr(request, await sites.inspect('loopToEndbr'))).toEqual(request);
  });
});

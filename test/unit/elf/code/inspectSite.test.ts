import { utimesSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspectSite } from '../../../../src/elf/code/inspectSite';
import { SymbolIndex } from '../../../../src/elf/symbolIndex';
import { program } from '../support/elfBuilder';
import { Fixtures } from '../support/fixtures';
import { rowNamed } from '../support/rows';
import { Sites } from '../support/sites';

const fixtures = new Fixtures();
let sites: Sites;

beforeAll(async () => {
  sites = await Sites.compile(fixtures.path('sites'));
});
afterAll(() => fixtures.remove());

/** Offsets of a function with a verdict. */
async function offsets(name: string, verdict: string): Promise<number[]> {
  const all = await sites.verdicts(name);
  return all.flatMap((each, offset) => (each === verdict ? [offset] : []));
}

describe('places in a function', () => {
  it('are instructions, never bytes within them', async () => {
    // movl $, addq, movabsq $, xorq, ret
    expect(await offsets('immediates', 'ok')).toEqual([0, 5, 8, 18, 21]);
    expect(await offsets('immediates', 'insideInstruction')).toHaveLength(17);
  });

  it('a nop of five bytes away from the entry is refused, other nops are not', async () => {
    expect(await offsets('redZone', 'ok')).toEqual([0, 5, 6, 8, 11, 20, 25, 29]);
    expect(await offsets('redZone', 'nop5')).toEqual([15]);
  });

  it('data between code is not taken for code, nor what only a jump table reaches', async () => {
    // andl, leaq, movslq, addq, jmp *
    expect(await offsets('jumpTable', 'ok')).toEqual([0, 3, 10, 14, 17]);
    expect((await sites.verdicts('jumpTable')).slice(19)).toEqual(
      Array<string>(16 + 4 * 6).fill('unreached'),
    );
  });

  it('cases of a switch are reached over its table, where that is proved', async () => {
    // cmp, ja, lea, mov, movslq, add, (notrack jmp), and the cases
    expect(await offsets('guardedTable', 'ok')).toEqual([
      ...[0, 3, 5, 12, 14, 18],
      ...[24, 29, 30, 31, 32, 33, 38, 39, 44, 45, 50, 51, 54],
    ]);
    expect(await offsets('guardedTable', 'unsupported')).toEqual([21]);
    expect(await offsets('guardedTable', 'unreached')).toEqual([]);
    expect(await offsets('chosen', 'unreached')).toEqual([]);
  });

  it('what the kernel does not arm is refused', async () => {
    // lock incq, cs nopl, syscall
    expect(await offsets('unsupported', 'unsupported')).toEqual([5, 11, 20]);
  });

  it('a nop of five bytes at the entry passes, unless a loop comes back to it', async () => {
    expect(await offsets('entryNop5', 'ok')).toEqual([0, 5, 9]);
    expect(await offsets('loopToNop5', 'nop5')).toEqual([0]);
  });

  it('outside of functions are refused', async () => {
    const at = sites.index.symbolAt({ fileOffset: 0n });
    const site = await inspectSite(sites.path, sites.index.info, at);
    expect(site.uprobe).toEqual({ ok: false, code: 'noFunction' });
  });
});

describe('past endbr64', () => {
  it('is offered where the entry alone leads there and the next instruction is emulated', async () => {
    const site = await sites.inspect('pastEndbr');
    expect(site).toMatchObject({ cost: 'stepped', uprobe: { ok: true } });
    expect(site.pastEndbr).toBe(site.row!.fileOffset! + 4n);
    expect(await sites.inspect('pastEndbr', 4)).toMatchObject({
      cost: 'emulated',
      uprobe: { ok: true },
      uretprobe: { ok: false, code: 'notEntry' },
    });
  });

  it('is not where a loop comes back to it', async () => {
    expect((await sites.inspect('loopToEndbr')).pastEndbr).toBeUndefined();
  });
});

describe('return probes', () => {
  it.each(['callsExit', 'waits'])('are refused on %s, which does not return', async name => {
    expect((await sites.inspect(name)).uretprobe).toEqual({ ok: false, code: 'noReturn' });
  });

  it.each(['branches', 'jumpTable', 'shortOne', 'main'])('are fine on %s', async name => {
    expect((await sites.inspect(name)).uretprobe).toEqual({ ok: true });
  });

  it.each(['abort', 'exit', '_exit', '__stack_chk_fail', 'longjmp'])(
    'are refused on %s of the C library, and not its uprobe',
    async name => {
      const path = '/lib/x86_64-linux-gnu/libc.so.6';
      const index = await SymbolIndex.open(path);
      const [row] = await index.definitions(name);
      const at = index.symbolAt({ address: row!.address });
      const site = await inspectSite(path, index.info, at && { ...at, row: row! });
      expect(site.uprobe).toEqual({ ok: true });
      expect(site.uretprobe).toEqual({ ok: false, code: 'noReturn' });
    },
  );

  it('are not refused on functions of the C library that do return', async () => {
    const path = '/lib/x86_64-linux-gnu/libc.so.6';
    const index = await SymbolIndex.open(path);
    for (const name of ['malloc', 'printf', 'qsort', 'getaddrinfo', 'setjmp', 'raise', 'pause']) {
      const [row] = await index.definitions(name);
      const site = await inspectSite(path, index.info, row && { row, delta: 0n });
      expect([name, site.uretprobe]).toEqual([name, { ok: true }]);
    }
  });
});

describe('warnings', () => {
  it('say that a function is short', async () => {
    expect((await sites.inspect('shortOne')).warnings).toEqual(['short']);
    expect((await sites.inspect('branches')).warnings).toEqual([]);
  });
});

describe('a file that is another one by now', () => {
  it('is not judged by its old symbols', async () => {
    const path = fixtures.path('changing');
    const before = await Sites.compile(path);
    utimesSync(path, 0, 0);
    expect((await before.inspect('branches')).uprobe).toEqual({ ok: false, code: 'fileChanged' });
  });
});

describe('other machines', () => {
  const site = async (machine: number, offset: bigint, code: readonly number[]) => {
    const path = fixtures.path(`machine${machine}`);
    const body = Buffer.alloc(64);
    code.forEach((word, i) => body.writeUInt32LE(word, 4 * i));
    const symbols = [{ name: 'work', value: 0x401000n, size: 64n }];
    writeFileSync(path, program(symbols, { header: { machine }, code: { body } }));
    const index = await SymbolIndex.open(path);
    const row = await rowNamed(index, 'work');
    return (await inspectSite(path, index.info, { row, delta: offset })).uprobe;
  };
  const RISCV = 243;
  const ARM64 = 183;
  // ldxr x0, [x1]; add x0, x0, #1; stxr w2, x0, [x1]; cbnz w2, -12
  const atomic = [0xc85f7c20, 0x91000400, 0xc8027c20, 0x35ffffa2, 0xd503201f];

  it('of a machine that is not decoded, only the first byte', async () => {
    expect(await site(RISCV, 0n, [])).toEqual({ ok: true });
    expect(await site(RISCV, 4n, [])).toEqual({ ok: false, code: 'otherMachine' });
  });

  it('of arm64, whole words, but none of an exclusive sequence', async () => {
    expect(await site(ARM64, 16n, atomic)).toEqual({ ok: true });
    expect(await site(ARM64, 18n, atomic)).toEqual({ ok: false, code: 'misaligned' });
    for (const inside of [0n, 4n, 8n]) {
      expect(await site(ARM64, inside, atomic)).toEqual({ ok: false, code: 'unsupported' });
    }
    expect(await site(ARM64, 12n, atomic)).toEqual({ ok: true });
  });
});

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SymbolIndex } from '../../../../src/elf/symbolIndex';
import { userSymbol } from '../../../../src/extension/binaries/userSymbol';
import { perfArguments } from '../../../../src/extension/export/perfProbe';
import { tracefsLine } from '../../../../src/extension/export/tracefsLine';
import { skipUnless } from '../../../rigs/precondition';
import { Fixtures } from '../../elf/support/fixtures';
import { usdtProgram, usdtRowsOf } from '../../elf/support/usdtPrograms';
import { target } from './exportSamples';

const SYMBOLS = ['plain', 'a:b', 'a+b', 'a%b', 'a=b', 'a;b', 'a b', 'a*b', 'a?b', 'a[0]b', '$u20$'];
const hasTools = ['perf', 'gcc'].every(tool => spawnSync(tool, ['--version']).status === 0);

// perf keeps what it has read of a program under its build-id, with the path it had then.
const home = mkdtempSync(join(tmpdir(), 'probescope-perf-home-'));
afterAll(() => rmSync(home, { recursive: true }));

/** `perf probe --definition` prints what it would write, and writes nothing. */
describe('the real perf', () => {
  let folder = '';
  let binary: string;
  let offsets: Map<string, bigint>;

  beforeEach(ctx => skipUnless(ctx, hasTools, 'it needs perf and gcc'));
  beforeAll(() => {
    if (!hasTools) {
      return;
    }
    folder = mkdtempSync(join(tmpdir(), 'probescope perf '));
    binary = join(folder, 'program');
    const source = join(folder, 'program.s');
    const functions = SYMBOLS.map(
      name =>
        `.globl "${name}"\n.type "${name}",@function\n"${name}": nop\nret\n.size "${name}",2\n`,
    );
    writeFileSync(source, `.text\n.globl _start\n_start: ret\n${functions.join('')}`);
    execFileSync('gcc', ['-nostdlib', '-no-pie', '-o', binary, source]);
    const base = textOffset(binary);
    offsets = new Map(SYMBOLS.map((name, index) => [name, base + 1n + 2n * BigInt(index)]));
  });
  afterAll(() => folder && rmSync(folder, { recursive: true }));

  it.each(SYMBOLS)('places %j where we do', symbol => {
    const offset = offsets.get(symbol)!;
    const probe = {
      kind: 'uprobe',
      target: target({ path: binary, symbol, offset }),
      event: 'ours',
      args: [{ name: 'a', fetch: '%di', type: 'u64' }],
    } as const;
    expect(definition(perfArguments(probe))).toBe(
      `p:probe_program/ours ${binary}:0x${offset.toString(16)} a=%di:u64`,
    );
  });

  it('makes a return probe of a return probe', () => {
    const offset = offsets.get('a:b')!;
    const probe = {
      kind: 'uretprobe',
      target: target({ path: binary, symbol: 'a:b', offset }),
      event: 'ours',
      args: [{ name: 'ret', fetch: '$retval' }],
    } as const;
    expect(definition(perfArguments(probe))).toMatch(
      new RegExp(`^r:probe_program/ours__return .*:0x${offset.toString(16)} ret=\\$retval$`),
    );
  });
});

describe('USDT probes and the real perf', () => {
  const fixtures = new Fixtures();
  beforeEach(ctx => skipUnless(ctx, hasTools, 'it needs perf and gcc'));
  afterAll(() => fixtures.remove());

  it('has them at the sites that we have, with our semaphores and arguments', async () => {
    const path = usdtProgram(fixtures, 'shop', '-O2');
    const index = await SymbolIndex.open(path);
    const rows = await usdtRowsOf(index);
    for (const row of rows) {
      const request = {
        kind: 'uprobe',
        target: userSymbol(path, { ...index.info, ...index.counts }, row)!,
      } as const;
      const theirs = definition(perfArguments(request)).split('\n');
      const ours = tracefsLine({ ...request, event: row.usdt!.name })!.split('\n');
      expect(theirs.map(placeOf)).toEqual(ours.map(placeOf));
      for (const [i, line] of theirs.entries()) {
        // perf has no words for constants and data, and knows nothing of arguments that differ.
        const known = wordsOf(ours[i]!).filter(word => !/=(\\|@)/.test(word));
        expect(wordsOf(line)).toEqual(expect.arrayContaining(known));
      }
    }
    expect(rows.map(row => row.name)).toContain('shop:order');
  });

  const placeOf = (line: string): string => line.split(' ')[1]!;
  const wordsOf = (line: string): string[] => line.split(' ').slice(2);
});

/** What perf makes of our command, with `--add` turned into `--definition`. */
function definition([perf = '', ...args]: string[]): string {
  const dry = args.map(argument => (argument === '--add' ? '--definition' : argument));
  const env = { ...process.env, HOME: home };
  return execFileSync(perf, dry, { encoding: 'utf8', env }).trim();
}

/** File offset of .text, where `_start` is. */
function textOffset(binary: string): bigint {
  const sections = execFileSync('readelf', ['-SW', binary], { encoding: 'utf8' });
  return BigInt(`0x${/\.text\s+PROGBITS\s+\S+\s+(\S+)/.exec(sections)![1]!}`);
}

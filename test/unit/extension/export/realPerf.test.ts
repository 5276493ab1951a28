import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { perfArguments } from '../../../../src/extension/export/perfProbe';
import { skipUnless } from '../../../rigs/precondition';
import { target } from './exportSamples';

const SYMBOLS = ['plain', 'a:b', 'a+b', 'a%b', 'a=b', 'a;b', 'a b', 'a*b', 'a?b', 'a[0]b', '$u20$'];
const hasTools = ['perf', 'gcc'].every(tool => spawnSync(tool, ['--version']).status === 0);

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

/** What perf makes of our command, with `--add` turned into `--definition`. */
function definition([perf = '', ...args]: string[]): string {
  const dry = args.map(argument => (argument === '--add' ? '--definition' : argument));
  return execFileSync(perf, dry, { encoding: 'utf8' }).trim();
}

/** File offset of .text, where `_start` is. */
function textOffset(binary: string): bigint {
  const sections = execFileSync('readelf', ['-SW', binary], { encoding: 'utf8' });
  return BigInt(`0x${/\.text\s+PROGBITS\s+\S+\s+(\S+)/.exec(sections)![1]!}`);
}

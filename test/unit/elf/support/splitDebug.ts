import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { type Fixtures, run } from './fixtures';

/** Names of the symbols that `nm ARGS` lists with one of these letters. */
export function nmNames(file: string, letters: string, ...args: string[]): string[] {
  const lines = run('nm', ['--format=posix', '--defined-only', ...args, file]).split('\n');
  return lines
    .map(line => line.split(' '))
    .filter(([, letter = '']) => letter !== '' && letters.includes(letter))
    .map(([name = '']) => name.replace(/@.*/, ''));
}

/**
 * A stripped copy of `from` with a `.gnu_debugdata`, made as gdb's manual says ("MiniDebugInfo"): of the
 * functions only those that `.dynsym` does not have.
 */
export function withDebugData(fixtures: Fixtures, from: string, name: string): string {
  const exported = new Set(nmNames(from, 'TtWwiDdBb', '-D'));
  const keep = nmNames(from, 'Tt').filter(each => !exported.has(each));
  writeFileSync(fixtures.path('keep'), `${keep.join('\n')}\n`);
  const debug = fixtures.objcopy(from, `${name}.full`, '--only-keep-debug');
  const keepThem = `--keep-symbols=${fixtures.path('keep')}`;
  const mini = fixtures.objcopy(debug, `${name}.mini`, '-S', '-R', '.comment', keepThem);
  return withPacked(fixtures, from, name, xz(mini));
}

/** A stripped copy of `from` with these bytes as its `.gnu_debugdata`. */
export function withPacked(
  fixtures: Fixtures,
  from: string,
  name: string,
  packed: Uint8Array,
): string {
  writeFileSync(fixtures.path(`${name}.xz`), packed);
  const section = `.gnu_debugdata=${fixtures.path(`${name}.xz`)}`;
  return fixtures.objcopy(from, name, '--strip-all', '--add-section', section);
}

export function xz(file: string, ...args: string[]): Buffer {
  return execFileSync('xz', ['--stdout', ...args, file], { maxBuffer: 1 << 28 });
}

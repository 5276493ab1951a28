import child from 'node:child_process';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { exec } from 'sudo-prompt';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { sudoPromptCommand } from '../../../src/elevation/sudoPrompt/quoting';

const folder = mkdtempSync(join(tmpdir(), 'probescope-quoting-'));
const pkexec = join(folder, 'pkexec');
writeFileSync(pkexec, '#!/bin/sh\nshift\nexec "$@"\n');
chmodSync(pkexec, 0o755);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The shell text that the real sudo-prompt makes of a command, with another program in pkexec's place. */
function textOfSudoPrompt(command: string): string {
  let text = '';
  // Only these two calls are taken from it: the search for pkexec, and the shell it would start.
  const stat = vi
    .spyOn(fs, 'stat')
    .mockImplementation(((path: string, done: (e?: Error) => void) =>
      done(
        path === '/usr/bin/pkexec' ? undefined : Object.assign(new Error(), { code: 'ENOENT' }),
      )) as never);
  const run = vi.spyOn(child, 'exec').mockImplementation(((shell: string) => {
    text = shell;
  }) as never);
  try {
    exec(command, { name: 'Probescope' }, () => undefined);
  } finally {
    stat.mockRestore();
    run.mockRestore();
  }
  expect(text).toContain('"/usr/bin/pkexec" --disable-internal-agent /bin/bash -c');
  return text.replace('/usr/bin/pkexec', pkexec);
}

/** What a program started through both shells gets as its arguments. */
function throughBothShells(args: readonly string[]): string[] {
  const command = sudoPromptCommand(['/usr/bin/printf', '%s\\0', ...args]);
  const { stdout, stderr } = spawnSync('/bin/sh', ['-c', textOfSudoPrompt(command)], {
    cwd: '/',
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(stdout.startsWith('SUDOPROMPT\n')).toBe(true);
  return stdout.slice('SUDOPROMPT\n'.length).split('\0').slice(0, -1);
}

describe('sudoPromptCommand', () => {
  it.each([
    ['a command substitution', '$(id -un)'],
    ['the same in backticks', '`id -un`'],
    ['a variable', '$HOME ${PATH}'],
    ['a way out of the double quotes', '"; id -un; echo "'],
    ['a way out of the single quotes', "'; id -un; echo '"],
    ['both, escaped', '\\"; id -un; \\\'$(id)'],
    ['backslashes at the end', 'x\\\\\\'],
    ['an escaped dollar', '\\$(id)'],
    ['glob and tilde', '~/* ?[a-z] {a,b}'],
    ['history', '!! !$ !"'],
    ['nothing', ''],
    ['not ASCII', 'naïve\u00a0ƒ 名前'],
    ['a tab and a bell', 'a\tb\x07'],
  ])('passes %s on untouched', (_, argument) => {
    expect(throughBothShells([argument, 'last'])).toEqual([argument, 'last']);
  });

  it('passes any argument array on untouched', () => {
    const hostile = fc.constantFrom(
      ...'\\$`"\'!*~;&|<>(){}[]# \tax0-'.split(''),
      '$(',
      '\\"',
      "'\\''",
    );
    const argument = fc.oneof(
      fc.array(hostile, { maxLength: 24 }).map(parts => parts.join('')),
      fc.string({ unit: 'grapheme' }).filter(text => !/[\0\r\n]/.test(text)),
    );
    fc.assert(
      fc.property(fc.array(argument, { minLength: 1, maxLength: 5 }), args => {
        expect(throughBothShells(args)).toEqual(args);
      }),
      { numRuns: 200 },
    );
  });

  it.each(['a\0b', 'a\rb', 'a\nb', 'id\n'])('refuses %j', argument => {
    expect(() => sudoPromptCommand(['echo', argument])).toThrow(RangeError);
  });
});

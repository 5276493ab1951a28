import { describe, expect, it } from 'vitest';
import type { ElevationCode } from '../../../src/elevation/elevationError';
import type { CommandEnd } from '../../../src/elevation/launch/runningCommand';
import { explainSudoEnd } from '../../../src/elevation/strategies/sudo';
import { explainTerminalEnd } from '../../../src/elevation/strategies/terminal';
import { explainPromptEnd } from '../../../src/elevation/sudoPrompt/promptFailure';

// The texts are those of pkexec 122 and sudo 1.9.13; sudo-prompt's are from its index.js.
const DENIED = 'User did not grant permission.';
const ran = 'Command failed: cd "/"; …';
const pkexec: [string, CommandEnd, ElevationCode][] = [
  [
    'a dismissed dialog',
    {
      message: DENIED,
      exitCode: 126,
      output: 'Error executing command as another user: Request dismissed',
    },
    'cancelled',
  ],
  [
    'a wrong password',
    {
      message: DENIED,
      exitCode: 127,
      output:
        'Error executing command as another user: Not authorized\n\nThis incident has been reported.',
    },
    'denied',
  ],
  [
    'no agent',
    {
      message: 'No polkit authentication agent found.',
      exitCode: 127,
      output: 'Error executing command as another user: No authentication agent found.',
    },
    'noAgent',
  ],
  [
    'no polkitd',
    {
      message: DENIED,
      exitCode: 127,
      output:
        'Error getting authority: Error initializing authority: Could not connect: No such file or directory',
    },
    'noPkexec',
  ],
  [
    'a pkexec that is not setuid',
    { message: DENIED, exitCode: 127, output: 'pkexec must be setuid root' },
    'noPkexec',
  ],
  ['no pkexec', { message: 'Unable to find pkexec or kdesudo.', output: '' }, 'noPkexec'],
  ['a changed helper', { message: ran, exitCode: 97, output: '' }, 'tampered'],
  [
    'the same behind a .bashrc that prints',
    { message: DENIED, exitCode: 97, output: '' },
    'tampered',
  ],
  ['a node that root cannot run', { message: ran, exitCode: 98, output: '' }, 'interpreter'],
  ['a node that does not start', { message: ran, exitCode: 127, output: '' }, 'interpreter'],
  ['a /run that is read-only', { message: ran, exitCode: 96, output: 'mktemp: …' }, 'ended'],
  ['a helper that is not root', { message: ran, exitCode: 77, output: '' }, 'notRoot'],
  ['a socket refused by the helper', { message: ran, exitCode: 76, output: '' }, 'ended'],
  ['a helper that fell', { message: ran, exitCode: 1, output: 'SyntaxError' }, 'ended'],
  ['an elevator that was killed', { output: 'The elevator process ended (SIGKILL).' }, 'ended'],
];

describe('what the end of a command means', () => {
  it.each(pkexec)('pkexec: %s', (_, end, code) => {
    expect(explainPromptEnd(end)).toMatchObject({ code });
  });

  it.each<[string, CommandEnd, ElevationCode]>([
    [
      'a password is needed',
      { exitCode: 1, output: 'sudo: a password is required' },
      'passwordNeeded',
    ],
    [
      'not in sudoers',
      { exitCode: 1, output: 'Sorry, user x is not allowed to execute' },
      'passwordNeeded',
    ],
    [
      'no_new_privs',
      {
        exitCode: 1,
        output:
          'sudo: The "no new privileges" flag is set, which prevents sudo from running as root.',
      },
      'noNewPrivs',
    ],
    ['a changed helper', { exitCode: 97, output: '' }, 'tampered'],
    ['a signal', { output: '' }, 'ended'],
  ])('sudo -n: %s', (_, end, code) => {
    expect(explainSudoEnd(end)).toMatchObject({ code });
  });

  it.each<[string, CommandEnd, ElevationCode]>([
    ['three wrong passwords', { exitCode: 1, output: '' }, 'denied'],
    ['a closed terminal', { output: '' }, 'cancelled'],
    ['a changed helper', { exitCode: 97, output: '' }, 'tampered'],
  ])('terminal: %s', (_, end, code) => {
    expect(explainTerminalEnd(end)).toMatchObject({ code });
  });

  it('keeps the words of pkexec as the detail', () => {
    const error = explainPromptEnd(pkexec[1]![1]);
    expect(error.detail).toContain('This incident has been reported');
    expect(error.message).not.toContain('User did not grant');
  });
});

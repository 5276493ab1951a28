import { describe, expect, it } from 'vitest';
import { ElevationError, type ElevationCode } from '../../../src/elevation/elevationError';
import type { ElfErrorCode } from '../../../src/elf/elfError';
import { HelperErrorCode } from '../../../src/protocol/errors';
import { HelperError } from '../../../src/protocol/helperError';
import { describeError, describeFailures } from '../../../src/extension/errors/describeError';
import { elevationAdvice } from '../../../src/extension/errors/elevationSentences';
import { elfSentences } from '../../../src/extension/errors/elfSentences';
import { helperErrorDetails } from '../../../src/extension/errors/errorDetails';
import { helperSentences } from '../../../src/extension/errors/helperSentences';
import { HumanError } from '../../../src/extension/errors/humanError';
import { SymbolError } from '../../../src/workers/symbolError';
import { inEnglish } from '../../../src/extension/text/translate';
import { userRequest } from './support/sampleProbes';

// The tables are total by their types; here it is how they read.
const sentences: [string, string][] = [
  ...HelperErrorCode.options.map((code): [string, string] => [
    `helper ${code}`,
    helperSentences[code](inEnglish, 'f'),
  ]),
  ...(Object.keys(elevationAdvice) as ElevationCode[]).map((code): [string, string] => [
    `elevation ${code}`,
    elevationAdvice[code].sentence(inEnglish),
  ]),
  ...(Object.keys(elfSentences) as ElfErrorCode[]).map((code): [string, string] => [
    `elf ${code}`,
    elfSentences[code](inEnglish, 'f'),
  ]),
];

describe('the sentence of every code', () => {
  it.each(sentences)('%s', (_code, sentence) => {
    // One sentence with a capital and a full stop, and something to do after a colon or semicolon.
    expect(sentence).toMatch(/^(?:[A-Zf“]|sudo|pkexec)[^!\n]*\.$/);
    expect(sentence.replace(/Node\.js|\.nodePath|\.command|probescope\.helper/g, '')).not.toMatch(
      /\.\s/,
    );
    expect(sentence).toMatch(/[:;]/);
    expect(sentence.length).toBeLessThan(130);
    expect(sentence).not.toContain('{');
  });
});

describe('describeError', () => {
  it('names what was to be probed, harmlessly', () => {
    const error = { code: 'notFound' as const, message: 'No such symbol' };
    const request = userRequest('evil\u202e\n');
    expect(describeFailures([{ request, error }], inEnglish).message).toBe(
      'The kernel has no evil\\u202e\\u000a: check the name, or pick it from the list.',
    );
  });

  it('names the file where the file is the trouble', () => {
    const error = { code: 'fileChanged' as const, message: 'other inode' };
    const { message } = describeFailures([{ request: userRequest('f'), error }], inEnglish);
    expect(message).toMatch(/^orders was rebuilt/);
  });

  it('says where to go when the helper runs on another machine than the file is on', () => {
    const error = { code: 'fileUnreadable' as const, message: 'ENOENT' };
    const failures = [{ request: userRequest('f'), error }];
    expect(describeFailures(failures, inEnglish, true).message).toBe(
      'The helper does not see the file orders that is open here: open it in a VS Code that runs where the helper does, or reload it if it was rebuilt.',
    );
  });

  it('says how many failed, and each in the details', () => {
    const error = { code: 'busy' as const, message: 'EBUSY', errno: 'EBUSY' };
    const failures = ['f', 'g'].map(name => ({ request: userRequest(name), error }));
    const described = describeFailures(failures, inEnglish);
    expect(described.message).toMatch(/^2 probes could not be changed/);
    expect(described.options.details).toMatch(/probe on f,[^]*probe on g,[^]*EBUSY/);
  });

  it('is silent after a cancellation, and offers the terminal where there is no dialog', () => {
    const describeElevation = (code: ElevationCode): HumanError =>
      describeError(new ElevationError(code, 'words', 'stderr'), inEnglish);
    expect(describeElevation('cancelled').options.silent).toBe(true);
    expect(describeElevation('denied').options.actions).not.toContain('useTerminal');
    expect(describeElevation('noAgent').options.actions).toContain('useTerminal');
    expect(describeElevation('noPkexec').options.details).toMatch(/noPkexec\nwords\nstderr/);
  });

  it('passes sentences through and explains anything else', () => {
    const human = new HumanError('A sentence.');
    expect(describeError(human, inEnglish)).toBe(human);
    const notElf = describeError(new SymbolError('notElf', 'No\u0007 magic'), inEnglish, 'a.txt');
    expect(notElf.message).toMatch(/^a\.txt is not an ELF file/);
    expect(notElf.options.details).toBe('Code: notElf\nNo\\u0007 magic');
    expect(
      describeError(new SymbolError('workerLost', 'gone'), inEnglish, 'a.out').message,
    ).toMatch(/^The symbols of a\.out could not be read: reload/);
    expect(
      describeError(new HelperError({ code: 'lockdown', message: '' }), inEnglish),
    ).toMatchObject({ options: { actions: ['details', 'diagnose'] } });
    expect(describeError('a string', inEnglish).options.details).toBe('a string');
  });
});

describe('the details of a refusal', () => {
  it('put the caret under the column the kernel gave', () => {
    const command = 'p:g/e /proc/self/fd/9:0x1159 x=+0(%zz):u64';
    const details = helperErrorDetails(
      {
        code: 'invalidInput',
        message: 'Refused',
        errno: 'EINVAL',
        line: command,
        log: { text: 'Invalid argument expression', command, column: command.indexOf('%zz') },
      },
      inEnglish,
    );
    const lines = details.split('\n');
    const caret = lines.findIndex(line => line.trim() === '^');
    expect(lines[caret]?.indexOf('^')).toBe(lines[caret - 1]?.indexOf('%zz'));
    expect(lines[caret - 2]).toContain('Invalid argument expression');
    expect(details).toContain('EINVAL');
  });

  it('keep the caret in place behind characters shown by number', () => {
    const log = { text: 'No', command: 'a\u0007b?', column: 3 };
    const lines = helperErrorDetails({ code: 'kernel', message: '', log }, inEnglish).split('\n');
    expect(lines.at(-1)?.indexOf('^')).toBe(lines.at(-2)?.indexOf('?'));
  });
});

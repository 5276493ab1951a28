import { describe, expect, it } from 'vitest';
import { DebuginfodError } from '../../../../src/debuginfod/debuginfodError';
import { debugFact } from '../../../../src/extension/debugFiles/debugFact';
import { debuginfodSentence } from '../../../../src/extension/debugFiles/debuginfodSentence';
import { progressText } from '../../../../src/extension/debugFiles/progressText';
import { inEnglish } from '../../../../src/extension/text/translate';

describe('a look-up that failed', () => {
  it.each([
    ['notFound', 'No debuginfod server has'],
    ['unreachable', 'https://d.example cannot be reached'],
    ['slow', 'https://d.example sends too slowly'],
    ['status', 'https://d.example refused'],
    ['redirect', 'https://d.example leads'],
    ['tooLarge', 'https://d.example sends more'],
    ['wrongAnswer', 'https://d.example did not send'],
    ['disk', 'make room on the disk'],
  ] as const)('by %s is one sentence that says what to do', (code, words) => {
    const sentence = debuginfodSentence(
      new DebuginfodError(code, '', 'https://d.example'),
      inEnglish,
    );
    expect(sentence).toContain(words);
    expect(sentence).toMatch(/: [a-z][^:]*\.$/);
  });
});

describe('a download', () => {
  it('tells how far it is', () => {
    const server = 'https://d.example';
    expect(progressText(server, 3_210_000, 10_000_000, inEnglish)).toBe(
      '3.2 of 10.0 MB from https://d.example',
    );
    expect(progressText(server, 3_210_000, undefined, inEnglish)).toBe(
      '3.2 MB from https://d.example',
    );
  });
});

describe('the line of facts', () => {
  it.each([
    ['chosen', 'debug file chosen by you: /d'],
    ['unchecked', 'debug file chosen by you: /d'],
    ['download', 'debug file from a debuginfod server: /d'],
    ['buildId', 'debug file found by build-id: /d'],
    ['link', 'debug file found by debug link: /d'],
  ] as const)('says of a debug file that it is %s', (origin, fact) => {
    expect(debugFact({ debug: { origin, refused: [] }, debugFile: '/d' }, inEnglish)).toBe(fact);
  });

  it('says nothing where there is none', () => {
    expect(debugFact({ debug: { refused: [] } }, inEnglish)).toBe('');
  });
});

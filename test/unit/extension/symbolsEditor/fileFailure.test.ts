import { describe, expect, it } from 'vitest';
import { fileFailure } from '../../../../src/extension/symbolsEditor/fileFailure';
import { inEnglish } from '../../../../src/extension/text/translate';
import type { SymbolError } from '../../../../src/workers/symbolError';

const codes: SymbolError['code'][] = [
  'notFound',
  'unreadable',
  'notRegular',
  'notElf',
  'truncated',
  'unsupported',
  'tooLarge',
  'workerLost',
  'internal',
];

describe('a file without symbols', () => {
  it.each(codes)('%s is one sentence that names the file', code => {
    const { sentence } = fileFailure('notes.txt', code, inEnglish);
    expect(sentence).toContain('notes.txt');
    expect(sentence).toMatch(/^[^.!]*(notes\.txt)[^.!]*\.$/);
  });

  it('offers what helps: another editor for text, a reload for what may change', () => {
    expect(fileFailure('x', 'notElf', inEnglish).actions).toEqual(['openAsText', 'openAsHex']);
    expect(fileFailure('x', 'unreadable', inEnglish).actions).toEqual(['reload']);
    expect(fileFailure('x', 'notRegular', inEnglish).actions).toEqual([]);
    expect(fileFailure('x', undefined, inEnglish).actions).toEqual(['reload']);
  });
});

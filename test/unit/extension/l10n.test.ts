import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { BUNDLE, collectMessages } from '../../../scripts/l10nBundle.mjs';
import { inEnglish } from '../../../src/extension/text/translate';

describe('l10n/bundle.l10n.json', () => {
  it('holds every message of the extension: else run `node scripts/l10nBundle.mjs`', async () => {
    const bundle = JSON.parse(await readFile(BUNDLE, 'utf8')) as Record<string, string>;
    expect(bundle).toEqual(await collectMessages());
  });

  it('has no exclamation mark and no "Oops" in it', async () => {
    const loud = Object.keys(await collectMessages()).filter(text => /!|oops/i.test(text));
    expect(loud).toEqual([]);
  });
});

describe('inEnglish', () => {
  it('fills in what is given and leaves what is not', () => {
    expect(inEnglish('{1} of {0}, {2}', 'b', 1)).toBe('1 of b, {2}');
  });
});

import { describe, expect, it } from 'vitest';
import { lineRefusal } from '../../../../src/extension/pickers/lineRefusal';
import { inEnglish } from '../../../../src/extension/text/translate';

const group = 'probescope_u0_p1_2s_0123456789abcdef';
const typed = 'p:priced /srv/shop/orders:0x1139 id=%di:s32 x=%zz:u64';
const written = `p:${group}/priced /proc/self/fd/23:0x1139 id=%di:s32 x=%zz:u64`;

function refused(at: string, offset = 0, text = 'Invalid argument') {
  const log = { text, command: written, column: written.indexOf(at) + offset };
  const { sentence, at: range } = lineRefusal({ message: 'EINVAL', log }, typed, inEnglish);
  return { sentence, marked: range && typed.slice(...range) };
}

describe('a typed line that the kernel refuses', () => {
  it('is marked from where its caret stands', () => {
    expect(refused('%zz')).toEqual({
      sentence: 'The kernel, at %zz:u64: Invalid argument',
      marked: '%zz:u64',
    });
    expect(refused('u64')).toMatchObject({ marked: 'u64' });
  });

  it('is marked as a whole word where that was written in another way', () => {
    expect(refused('priced')).toMatchObject({ marked: 'p:priced' });
    expect(refused('fd/23', 4)).toMatchObject({ marked: '/srv/shop/orders:0x1139' });
  });

  it('has the words alone where the caret is on none of it', () => {
    expect(refused(' x=')).toEqual({ sentence: 'The kernel: Invalid argument', marked: undefined });
    const log = { text: 'No argument', command: written };
    expect(lineRefusal({ message: 'EINVAL', log }, typed, inEnglish)).toEqual({
      sentence: 'The kernel: No argument',
    });
    expect(lineRefusal({ message: 'It is refused.' }, typed, inEnglish)).toEqual({
      sentence: 'It is refused.',
    });
  });
});

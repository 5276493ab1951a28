import { expect, it } from 'vitest';
import { parseCodeMaps } from '../../../../src/processes/codeMaps';
import { AddressSpaces } from '../../../../src/workers/callers/addressSpaces';
import { PlaceNames } from '../../../../src/workers/callers/placeNames';
import { StackNames } from '../../../../src/workers/callers/stackNames';

const THREAD = 5;
const NO_CODE = { places: [] };

it('stacks of an event in the kernel are not told by what the process ran next', () => {
  const maps =
    '401000-402000 r-xp 00001000 00:10 7 /opt/next\n7f0000-7f1000 r-xp 00000000 00:10 9 /opt/libc.so';
  const spaces = new AddressSpaces({
    process: thread => thread,
    maps: () => parseCodeMaps(Buffer.from(maps)),
  });
  spaces.learn({ thread: THREAD, ip: 0, code: NO_CODE }, 0);
  const names = new StackNames(spaces, new PlaceNames());
  const stack = (frames: number[]) => ({ table: 0, thread: THREAD, isKernel: false, frames });
  // Its innermost function was in a library where nothing is now; both programs begin at the same address.
  const before = stack([0x7e0000, 0x401100]);
  expect(names.site(before, 1)).toBeUndefined();
  expect(names.functions(before)).toEqual(['0x7e0000', '0x401100']);
  expect(names.site(stack([0x7f0000, 0x401100]), 1)).toMatchObject({ file: { path: '/opt/next' } });
});

import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkDebugFile } from '../../../../src/elf/debugCandidate';
import { SymbolIndex } from '../../../../src/elf/symbolIndex';
import { debugFileIn } from '../../../../src/extension/debugFiles/debugFolder';
import { Fixtures } from '../../elf/support/fixtures';

const fixtures = new Fixtures();
let stripped = '';
let debug = '';
let buildId = '';
let folder = '';
let count = 0;

beforeAll(async () => {
  const whole = fixtures.program('whole', '-no-pie', '-Wl,--build-id=sha1');
  stripped = fixtures.objcopy(whole, 'stripped', '--strip-all');
  debug = fixtures.objcopy(whole, 'debug', '--only-keep-debug');
  buildId = (await SymbolIndex.open(whole)).info.buildId!;
  const other = fixtures.program('other', '-pie', '-fPIE', '-Wl,--build-id=sha1');
  fixtures.objcopy(other, 'otherDebug', '--only-keep-debug');
});
beforeEach(() => {
  folder = fixtures.path(`folder${count++}`);
  mkdirSync(folder);
  // What else lies in such a folder.
  copyFileSync(fixtures.path('otherDebug'), `${folder}/a.debug`);
  writeFileSync(`${folder}/notes.txt`, 'none');
  mkdirSync(`${folder}/b.debug`);
});
afterAll(() => fixtures.remove());

const find = (signal?: AbortSignal): Promise<string | undefined> =>
  debugFileIn(folder, buildId, file => checkDebugFile(stripped, file), signal);

describe('the debug file of a program in a folder of the user’s own', () => {
  it.each([
    ['laid out as gdb’s', (id: string) => `.build-id/${id.slice(0, 2)}/${id.slice(2)}.debug`],
    ['that is itself .build-id', (id: string) => `${id.slice(0, 2)}/${id.slice(2)}.debug`],
    ['that debuginfod filled', (id: string) => `${id}/debuginfo`],
    ['of any names', () => 'symbols'],
  ])('is found in one %s', async (_, place) => {
    const file = `${folder}/${place(buildId)}`;
    mkdirSync(file.slice(0, file.lastIndexOf('/')), { recursive: true });
    copyFileSync(debug, file);
    expect(await find()).toBe(file);
  });

  it('is found through a link', async () => {
    symlinkSync(debug, `${folder}/z.debug`);
    expect(await find()).toBe(`${folder}/z.debug`);
  });

  it('is none of another build, nor the program itself', async () => {
    symlinkSync(stripped, `${folder}/program`);
    expect(await find()).toBeUndefined();
  });

  it('is not looked for any longer once that is cancelled', async () => {
    await expect(find(AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
  });
});

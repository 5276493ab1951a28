import { chmodSync, copyFileSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkDebugFile } from '../../../src/elf/debugCandidate';
import type { DebugPlaces } from '../../../src/elf/debugPlaces';
import { SymbolIndex } from '../../../src/elf/symbolIndex';
import { Fixtures, run } from './support/fixtures';

const fixtures = new Fixtures();
let debug = '';
let stripped = '';
let buildId = '';
let other = '';
const OTHER_ID = '0123456789abcdef';

beforeAll(() => {
  const whole = fixtures.program('whole', '-pie', '-fPIE', '-rdynamic', '-Wl,--build-id=sha1');
  debug = fixtures.objcopy(whole, 'whole.debug', '--only-keep-debug');
  stripped = fixtures.objcopy(whole, 'stripped', '--strip-all');
  buildId = /Build ID: (\w+)/.exec(run('readelf', ['-n', whole]))![1]!;
  other = fixtures.program('other', '-no-pie', `-Wl,--build-id=0x${OTHER_ID}`);
});
afterAll(() => fixtures.remove());

const debugOf = async (
  places: Partial<DebugPlaces>,
  program = stripped,
): Promise<Pick<SymbolIndex['counts'], 'debug' | 'debugFile'>> => {
  const { counts } = await SymbolIndex.open(program, undefined, { folders: [], ...places });
  return { debug: counts.debug, ...(counts.debugFile && { debugFile: counts.debugFile }) };
};

/** What is refused of a file in the place where the build-id leads. */
async function refusedInPlace(name: string, make: (file: string) => void): Promise<unknown> {
  const folder = fixtures.path(name);
  const file = join(folder, '.build-id', buildId.slice(0, 2), `${buildId.slice(2)}.debug`);
  mkdirSync(dirname(file), { recursive: true });
  make(file);
  const { debug: report, debugFile } = await debugOf({ folders: [folder] });
  expect(debugFile).toBeUndefined();
  expect(report.refused.map(each => each.file)).toEqual([file]);
  return report.refused[0];
}

describe('the reason why a debug file is not used', () => {
  it('is that it is of another build, with both build-ids', async () => {
    expect(await refusedInPlace('id', file => copyFileSync(other, file))).toMatchObject({
      reason: 'buildId',
      found: OTHER_ID,
    });
  });

  it('is that it is damaged', async () => {
    for (const [name, make] of [
      ['text', (file: string) => writeFileSync(file, 'no ELF file')],
      ['empty', (file: string) => writeFileSync(file, '')],
      [
        'cut',
        (file: string) => {
          copyFileSync(debug, file);
          truncateSync(file, 3000);
        },
      ],
    ] as const) {
      expect(await refusedInPlace(name, make)).toMatchObject({ reason: 'damaged' });
    }
  });

  it('is that it has no symbols', async () => {
    const none = fixtures.objcopy(debug, 'none.debug', '--strip-all', '--keep-section=.note*');
    expect(await refusedInPlace('none', file => copyFileSync(none, file))).toMatchObject({
      reason: 'noSymbols',
    });
  });

  it('is that it is for another machine', async () => {
    const x86 = fixtures.gcc('x86', ['freestanding.c'], '-m32', '-static', '-nostdlib');
    expect(await refusedInPlace('machine', file => copyFileSync(x86, file))).toMatchObject({
      reason: 'machine',
    });
  });

  it('is that nothing proves it', async () => {
    const plain = fixtures.objcopy(debug, 'plain.debug', '--remove-section=.note.gnu.build-id');
    expect(await refusedInPlace('plain', file => copyFileSync(plain, file))).toMatchObject({
      reason: 'unproved',
    });
  });

  it('is its checksum', async () => {
    const name = fixtures.path('crc.debug');
    copyFileSync(fixtures.objcopy(debug, 'noId', '--remove-section=.note.gnu.build-id'), name);
    const linked = fixtures.objcopy(stripped, 'linked', `--add-gnu-debuglink=${name}`);
    expect((await debugOf({}, linked)).debug.origin).toBe('link');
    writeFileSync(name, '\0', { flag: 'a' });
    expect((await debugOf({}, linked)).debug).toEqual({
      refused: [{ file: name, reason: 'crc' }],
    });
  });

  it('does not keep a better one from being used', async () => {
    const chosen = { [buildId]: { file: other } };
    const downloads = [fixtures.path('downloads')];
    mkdirSync(join(downloads[0]!, buildId), { recursive: true });
    copyFileSync(debug, join(downloads[0]!, buildId, 'debuginfo'));
    expect(await debugOf({ chosen, downloads })).toEqual({
      debug: {
        origin: 'download',
        refused: [{ file: other, reason: 'buildId', found: OTHER_ID }],
      },
      debugFile: join(downloads[0]!, buildId, 'debuginfo'),
    });
  });
});

describe('a debug file that the user chose', () => {
  it('goes before all others', async () => {
    const chosen = { [buildId]: { file: debug } };
    expect(await debugOf({ chosen })).toEqual({
      debug: { origin: 'chosen', refused: [] },
      debugFile: debug,
    });
  });

  it('is used unproved where the user says so, but never one of another build', async () => {
    const plain = fixtures.objcopy(debug, 'noId.debug', '--remove-section=.note.gnu.build-id');
    const take = (file: string): Partial<DebugPlaces> => ({
      chosen: { [buildId]: { file, unchecked: true } },
    });
    expect((await debugOf(take(plain))).debug.origin).toBe('unchecked');
    expect((await debugOf(take(other))).debug).toMatchObject({ refused: [{ reason: 'buildId' }] });
  });

  it('is missed when it is gone', async () => {
    const file = fixtures.path('gone.debug');
    expect((await debugOf({ chosen: { [buildId]: { file } } })).debug).toEqual({
      refused: [{ file, reason: 'missing' }],
    });
  });

  it('is checked when it is chosen', async () => {
    const plain = fixtures.objcopy(debug, 'plain2.debug', '--remove-section=.note.gnu.build-id');
    const reasonOf = async (file: string): Promise<string | undefined> =>
      (await checkDebugFile(stripped, file))?.reason;
    expect(await reasonOf(debug)).toBeUndefined();
    expect(await reasonOf(other)).toBe('buildId');
    expect(await reasonOf(plain)).toBe('unproved');
    expect(await reasonOf(stripped)).toBe('noSymbols');
    expect(await reasonOf(fixtures.path('nowhere'))).toBe('missing');
    expect(await reasonOf(fixtures.folder)).toBe('damaged');
  });
});

describe("the folder of elfutils' client", () => {
  it('says by an empty file of no mode that no server has it', async () => {
    const downloads = [fixtures.path('client')];
    const file = join(downloads[0]!, buildId, 'debuginfo');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, '');
    chmodSync(file, 0);
    expect(await debugOf({ downloads })).toEqual({ debug: { refused: [] } });
  });
});

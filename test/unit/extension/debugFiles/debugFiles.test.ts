import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Debuginfod } from '../../../../src/debuginfod/debuginfod';
import { Downloads } from '../../../../src/debuginfod/downloads';
import { AutoLookUp } from '../../../../src/extension/debugFiles/autoLookUp';
import { ChosenFiles, type Memory } from '../../../../src/extension/debugFiles/chosenFiles';
import { DebugFiles, type DebugSettings } from '../../../../src/extension/debugFiles/debugFiles';
import { inEnglish } from '../../../../src/extension/text/translate';
import { HostileServer } from '../../debuginfod/support/hostileServer';
import { info } from '../symbolsEditor/sampleRows';

const BUILD_ID = '00ff00ff';
const STRIPPED = info({ buildId: BUILD_ID, tables: ['dynsym'] });
let server: HostileServer;
let folder = '';
let settings: DebugSettings;
let debugFiles: DebugFiles;
let changed: string[];

function memory(stored?: unknown): Memory {
  let value = stored;
  return {
    get: () => value,
    update: (_, next) => {
      value = structuredClone(next);
      return Promise.resolve();
    },
  };
}

beforeAll(async () => {
  server = await HostileServer.start();
});
afterAll(() => server.stop());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'probescope-debugFiles-'));
  server.asked.length = 0;
  settings = { mode: 'ask', servers: [server.url], folders: ['/mine'] };
  const downloads = new Downloads(folder);
  const chosen = new ChosenFiles(memory());
  debugFiles = new DebugFiles(
    new Debuginfod(downloads),
    downloads,
    chosen,
    ['/cache'],
    () => settings,
    inEnglish,
  );
  changed = [];
  debugFiles.onDidChange(buildId => changed.push(buildId));
  return () => rmSync(folder, { recursive: true });
});

const noProgress = (): undefined => undefined;
const never = new AbortController().signal;
const texts = async (of = STRIPPED): Promise<string[]> =>
  (await debugFiles.notices(of)).map(({ text }) => text);

describe('what is said of a file without debug symbols', () => {
  it('offers to ask the servers, by name, and asks nobody', async () => {
    expect(await debugFiles.notices(STRIPPED)).toEqual([
      {
        text: `No debug symbols: look them up on ${server.url} by build-id?`,
        warning: false,
        actions: ['lookUpSymbols', 'useDebugFile'],
      },
    ]);
    expect(server.asked).toEqual([]);
  });

  it('offers no server where there is none, and where it is switched off', async () => {
    for (const other of [{ servers: [] }, { mode: 'off' as const }]) {
      settings = { mode: 'ask', servers: [server.url], folders: [], ...other };
      const [notice] = await debugFiles.notices(STRIPPED);
      expect(notice?.actions).toEqual(['useDebugFile']);
    }
  });

  it('remembers that they had none', async () => {
    await expect(debugFiles.lookUp(BUILD_ID, noProgress, never)).rejects.toMatchObject({
      code: 'notFound',
    });
    expect(server.asked).toEqual([`/buildid/${BUILD_ID}/debuginfo`]);
    expect(changed).toEqual([BUILD_ID]);
    expect(await texts()).toEqual([`No debug symbols: ${server.url} had none for this build.`]);
  });

  it.each([
    [info({ tables: ['symtab', 'dynsym'] })],
    [info({ tables: ['debugdata', 'dynsym'] })],
    [info({ tables: ['gopclntab'] })],
    [info({ tables: [], type: 'relocatable' })],
  ])('is nothing for one that has its functions', async of => {
    expect(await texts(of)).toEqual([]);
  });
});

describe('a debug file that was passed over', () => {
  it.each([
    ['buildId', 'its build-id is 0a0b, that of the program is 00ff00ff'],
    ['crc', 'its checksum differs'],
    ['unproved', 'it has no build-id'],
    ['machine', 'another kind of processor'],
    ['noSymbols', 'has no symbol table'],
    ['damaged', 'is damaged or no ELF file'],
    ['unreadable', 'check its permissions'],
    ['missing', 'is not there any more'],
  ] as const)('by %s is named with the reason', async (reason, words) => {
    const refused = [{ file: '/d/a\u202e.debug', reason, found: '0a0b' }];
    const [notice] = await debugFiles.notices({ ...STRIPPED, debug: { refused } });
    expect(notice?.text).toContain(words);
    expect(notice?.text).not.toContain('\u202e');
    expect(notice?.warning).toBe(true);
    expect(notice?.actions).toEqual(reason === 'missing' ? ['forgetDebugFile'] : []);
  });
});

describe('a debug file that the user chose', () => {
  it('is looked at first, until it is forgotten', async () => {
    await debugFiles.choose(BUILD_ID, { file: '/d/mine.debug' });
    expect(debugFiles.places()).toEqual({
      folders: ['/mine'],
      downloads: [folder, '/cache'],
      chosen: { [BUILD_ID]: { file: '/d/mine.debug' } },
    });
    await debugFiles.forget(BUILD_ID);
    expect(debugFiles.places().chosen).toEqual({});
    expect(changed).toEqual([BUILD_ID, BUILD_ID]);
  });

  it('can be forgotten where it is shown', async () => {
    for (const origin of ['chosen', 'unchecked'] as const) {
      const debug = { refused: [], origin };
      const used = info({ tables: ['debugfile'], debugFile: '/d/mine.debug', debug });
      const [notice] = await debugFiles.notices(used);
      expect(notice?.text).toContain('/d/mine.debug');
      expect(notice).toMatchObject({
        actions: ['forgetDebugFile'],
        warning: origin === 'unchecked',
      });
    }
  });

  it('is read back from what is stored, whatever that is', () => {
    const good = ['aa', { file: '/d', unchecked: true }];
    const stored = [good, ['bb', {}], ['cc', null], [1, { file: '/d' }], 'dd', null];
    expect(new ChosenFiles(memory(stored)).all).toEqual({ aa: { file: '/d', unchecked: true } });
    expect(new ChosenFiles(memory('text')).all).toEqual({});
  });
});

describe('looking up as files are opened', () => {
  it('is done once a build, and only where it is switched on', async () => {
    const failures: unknown[] = [];
    const automatic = new AutoLookUp(
      debugFiles,
      () => debugFiles.lookUp(BUILD_ID, noProgress, never),
      error => failures.push(error),
    );
    await automatic.opened('program', STRIPPED);
    expect(server.asked).toEqual([]);
    settings = { ...settings, mode: 'on' };
    await automatic.opened('program', info({ tables: ['symtab'] }));
    await automatic.opened('program', STRIPPED);
    await automatic.opened('program', STRIPPED);
    expect(server.asked).toHaveLength(1);
    expect(failures).toHaveLength(1);
    // The answer is remembered by other windows too.
    await new AutoLookUp(
      debugFiles,
      () => Promise.reject(new Error('asked')),
      error => failures.push(error),
    ).opened('program', STRIPPED);
    expect(failures).toHaveLength(1);
  });
});

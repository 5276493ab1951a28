import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientCaches } from '../../../src/debuginfod/clientCaches';
import { prune } from '../../../src/debuginfod/prune';
import { serverUrls } from '../../../src/debuginfod/serverUrls';

describe('the servers to ask', () => {
  it('are those of the setting, then those of DEBUGINFOD_URLS, each once', () => {
    const environment = 'https://debuginfod.example.org/ \n http://10.0.0.1:8002/base//';
    expect(serverUrls(['https://mine.example', 'http://10.0.0.1:8002/base'], environment)).toEqual([
      'https://mine.example',
      'http://10.0.0.1:8002/base',
      'https://debuginfod.example.org',
    ]);
    expect(serverUrls([], undefined)).toEqual([]);
  });

  it.each([
    ['ima:enforcing'],
    ['file:///etc'],
    ['https://user:secret@example.org'],
    ['no url'],
    ['ftp://example.org'],
  ])('do not include %s', text => {
    expect(serverUrls([text], text)).toEqual([]);
  });
});

describe('the cache of the elfutils client', () => {
  it('is where its manual says', () => {
    expect(clientCaches({ HOME: '/home/u' })).toEqual([
      '/home/u/.debuginfod_client_cache',
      '/home/u/.cache/debuginfod_client',
    ]);
    expect(clientCaches({ HOME: '/home/u', XDG_CACHE_HOME: '/c' })).toContain(
      '/c/debuginfod_client',
    );
    expect(clientCaches({ HOME: '/home/u', DEBUGINFOD_CACHE_PATH: '/own' })).toEqual(['/own']);
    expect(clientCaches({ DEBUGINFOD_CACHE_PATH: 'relative' })).toEqual([]);
    expect(clientCaches({})).toEqual([]);
  });
});

describe('old downloads', () => {
  let folder = '';
  beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'probescope-prune-'))));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('go when they were not used for long, or when all are too many', async () => {
    const ages = { new: 0, older: 5, old: 10, ancient: 100 };
    for (const [name, days] of Object.entries(ages)) {
      const file = join(folder, name, 'debuginfo');
      mkdirSync(join(folder, name));
      writeFileSync(file, Buffer.alloc(1000));
      const used = new Date(Date.now() - days * 86_400_000);
      utimesSync(file, used, used);
    }
    const left = (): string[] => Object.keys(ages).filter(name => existsSync(join(folder, name)));
    await prune(folder, { days: 50, bytes: 1e6 });
    expect(left()).toEqual(['new', 'older', 'old']);
    await prune(folder, { days: 50, bytes: 2500 });
    expect(left()).toEqual(['new', 'older']);
    await prune(join(folder, 'nowhere'));
  });
});

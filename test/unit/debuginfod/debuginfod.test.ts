import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Debuginfod } from '../../../src/debuginfod/debuginfod';
import { Downloads } from '../../../src/debuginfod/downloads';
import { LIMITS } from '../../../src/debuginfod/limits';
import { nextUrl } from '../../../src/debuginfod/request';
import { SymbolIndex } from '../../../src/elf/symbolIndex';
import { startDebuginfod, type DebuginfodServer } from '../../rigs/debuginfodServer';
import { Fixtures, run } from '../elf/support/fixtures';
import { allRows } from '../elf/support/rows';
import { HostileServer } from './support/hostileServer';

const MEBI = 1 << 20;
const LOOK_UP_LIMITS = { ...LIMITS, bytes: 4 * MEBI, answerMs: 300, stallMs: 300, stallBytes: 100 };
const fixtures = new Fixtures();
let whole = '';
let stripped = '';
let debug = '';
let buildId = '';
let hostile: HostileServer;
let folders = 0;
let folder = '';

beforeAll(async () => {
  whole = fixtures.program('whole', '-pie', '-fPIE', '-rdynamic', '-Wl,--build-id=sha1');
  debug = fixtures.objcopy(whole, 'whole.debug', '--only-keep-debug');
  stripped = fixtures.objcopy(whole, 'stripped', '--strip-all');
  buildId = /Build ID: (\w+)/.exec(run('readelf', ['-n', whole]))![1]!;
  hostile = await HostileServer.start();
});
afterAll(async () => {
  await hostile.stop();
  fixtures.remove();
});
beforeEach(() => {
  folder = fixtures.path(`cache${folders++}`);
  hostile.asked.length = 0;
});

interface Options {
  readonly servers?: readonly string[];
  readonly signal?: AbortSignal;
  readonly progress?: (received: number, total: number | undefined) => void;
}

function lookUp({ servers = [hostile.url], signal, progress }: Options = {}): Promise<string> {
  return new Debuginfod(new Downloads(folder), LOOK_UP_LIMITS).lookUp(
    buildId,
    servers,
    (_, ...bytes) => progress?.(...bytes),
    signal ?? new AbortController().signal,
  );
}

/** Nothing may be left that a later look-up would take for the file. */
function expectNothingKept(): void {
  const left = existsSync(join(folder, buildId)) ? readdirSync(join(folder, buildId)) : [];
  expect(left.filter(name => name !== 'missing')).toEqual([]);
}

describe('with a real debuginfod', () => {
  let server: DebuginfodServer;

  beforeAll(async () => {
    mkdirSync(fixtures.path('served'));
    copyFileSync(debug, fixtures.path('served/whole.debug'));
    server = await startDebuginfod(fixtures.path('served'), buildId);
  });
  afterAll(() => server.stop());

  it('the debug file comes, and names the functions of the stripped program', async () => {
    const seen: [number, number | undefined][] = [];
    const file = await lookUp({
      servers: [server.url],
      progress: (...bytes) => seen.push(bytes),
    });
    expect(readFileSync(file)).toEqual(readFileSync(debug));
    expect(seen.at(-1)).toEqual([readFileSync(debug).length, readFileSync(debug).length]);
    expect(statSync(file).mode & 0o777).toBe(0o600);

    const places = { folders: [], downloads: [folder] };
    const index = await SymbolIndex.open(stripped, undefined, places);
    expect(index.counts).toMatchObject({ debugFile: file, debug: { origin: 'download' } });
    const names = async (of: SymbolIndex): Promise<string[]> =>
      (await allRows(of, { probeableOnly: true })).map(row => `${row.name} ${row.fileOffset}`);
    expect((await names(index)).sort()).toEqual(
      (await names(await SymbolIndex.open(whole))).sort(),
    );
  });

  it('what is there already is not asked for again', async () => {
    const file = await lookUp({ servers: [server.url] });
    expect(await lookUp({ servers: [hostile.url] })).toBe(file);
    expect(hostile.asked).toEqual([]);
  });

  it('what was damaged on the disk since is asked for again', async () => {
    const file = await lookUp({ servers: [server.url] });
    for (const damage of [Buffer.from('text'), readFileSync(debug).subarray(0, 3000)]) {
      writeFileSync(file, damage);
      await lookUp({ servers: [server.url] });
      expect(readFileSync(file)).toEqual(readFileSync(debug));
    }
  });

  it('the next server is asked where one has nothing, or is not there', async () => {
    const nobody = 'http://127.0.0.1:1';
    await lookUp({ servers: [nobody, hostile.url, server.url] });
    expect(hostile.asked).toEqual([`/buildid/${buildId}/debuginfo`]);
  });

  it('what it does not have is remembered', async () => {
    const downloads = new Downloads(folder);
    expect(await downloads.missingFor('00ff')).toBe(Infinity);
    await expect(
      new Debuginfod(downloads).lookUp(
        '00ff',
        [server.url],
        () => undefined,
        new AbortController().signal,
      ),
    ).rejects.toMatchObject({ code: 'notFound' });
    expect(await downloads.missingFor('00ff')).toBeLessThan(60_000);
  });
});

describe('a redirection', () => {
  afterEach(expectNothingKept);

  const redirectTo = (...locations: (string | undefined)[]): void => {
    let next = 0;
    hostile.answer = (_, response) => {
      const location = locations[Math.min(next++, locations.length - 1)];
      response.writeHead(302, location === undefined ? {} : { location }).end();
    };
  };

  it('without an end is given up', async () => {
    redirectTo('/again');
    await expect(lookUp()).rejects.toMatchObject({ code: 'redirect', server: hostile.url });
    expect(hostile.asked).toHaveLength(LIMITS.redirects + 1);
  });

  it.each([['file:///etc/passwd'], ['ftp://127.0.0.1/'], [''], ['http://['], [undefined]])(
    'to %j is not followed',
    async location => {
      redirectTo(location, '/end');
      await expect(lookUp()).rejects.toMatchObject({ code: 'redirect' });
    },
  );

  it('from https to http is not followed', () => {
    const from = new URL('https://d.example/buildid/ab/debuginfo');
    expect(nextUrl(from, '/there', '').href).toBe('https://d.example/there');
    expect(() => nextUrl(from, 'http://d.example/there', '')).toThrow('not followed');
  });

  it('is followed to where the file is', async () => {
    hostile.answer = (request, response) =>
      request.url === '/there'
        ? response.end(readFileSync(debug))
        : response.writeHead(301, { location: '/there' }).end();
    const file = await lookUp();
    expect(readFileSync(file)).toEqual(readFileSync(debug));
    await new Downloads(folder).remove(buildId);
  });
});

describe('a wrong answer is refused and leaves nothing behind', () => {
  afterEach(expectNothingKept);

  it.each([
    ['a page of HTML', Buffer.from('<html>Sign in to the hotel</html>'), 'text/html'],
    ['nothing', Buffer.alloc(0), 'application/octet-stream'],
    ['half an ELF file', undefined, 'application/octet-stream'],
  ])('%s', async (_, body, type) => {
    const bytes = body ?? readFileSync(debug).subarray(0, 2000);
    hostile.answer = (__, response) => response.writeHead(200, { 'content-type': type }).end(bytes);
    await expect(lookUp()).rejects.toMatchObject({ code: 'wrongAnswer', server: hostile.url });
  });

  it('the debug file of another build', async () => {
    const other = fixtures.program('other', '-no-pie', '-Wl,--build-id=0x0123456789abcdef');
    hostile.answer = (_, response) => response.end(readFileSync(other));
    await expect(lookUp()).rejects.toThrow('build-id 0123456789abcdef');
  });

  it.each([[500], [403], [204]])('status %i', async status => {
    hostile.answer = (_, response) => response.writeHead(status).end();
    await expect(lookUp()).rejects.toMatchObject({ code: 'status' });
    // Only "none has it" is remembered.
    expect(await new Downloads(folder).missingFor(buildId)).toBe(Infinity);
  });
});

describe('a server that does not come to an end', () => {
  afterEach(expectNothingKept);

  it('announcing gigabytes', async () => {
    hostile.answer = (_, response) =>
      response.writeHead(200, { 'content-length': 2 ** 31 }).write('x');
    await expect(lookUp()).rejects.toMatchObject({ code: 'tooLarge' });
  });

  it('sending more and more', async () => {
    hostile.answer = (_, response) => {
      const chunk = Buffer.alloc(64 << 10);
      const more = (): void => {
        while (!response.destroyed && response.write(chunk)) {}
      };
      response.on('drain', more);
      more();
    };
    await expect(lookUp()).rejects.toMatchObject({ code: 'tooLarge' });
  });

  it('a few bytes that unpack to gigabytes', async () => {
    const { gzipSync } = await import('node:zlib');
    const bomb = gzipSync(Buffer.alloc(64 * MEBI));
    hostile.answer = (_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
    await expect(lookUp()).rejects.toMatchObject({ code: 'tooLarge' });
  });

  it('that never answers', async () => {
    hostile.answer = () => undefined;
    await expect(lookUp()).rejects.toMatchObject({ code: 'slow' });
  });

  it('that sends a byte now and then', async () => {
    hostile.answer = (_, response) => {
      const timer = setInterval(() => response.write('x'), 50);
      response.on('close', () => clearInterval(timer));
    };
    await expect(lookUp()).rejects.toMatchObject({ code: 'slow' });
  });

  it('that breaks off', async () => {
    hostile.answer = (_, response) => {
      response.writeHead(200, { 'content-length': 5000 });
      response.write('x'.repeat(1000), () => response.destroy());
    };
    await expect(lookUp()).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('is let go when the user cancels', async () => {
    const abort = new AbortController();
    let closed: Promise<void> | undefined;
    hostile.answer = (_, response) => {
      closed = new Promise(resolve => response.on('close', resolve));
      response.write('x'.repeat(1000));
    };
    const looking = lookUp({
      signal: abort.signal,
      progress: () => abort.abort(new Error('stop')),
    });
    await expect(looking).rejects.toThrow('stop');
    await closed;
  });
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmod,
  copyFile,
  mkdir,
  mkdtemp,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSonames } from '../../../../src/elf/sonames';
import type { UserAttachRequest } from '../../../../src/extension/session/attachRequest';
import { FileStates } from '../../../../src/extension/session/fileState';
import { findings } from '../../../../src/extension/silent/findings';
import { gatherFacts } from '../../../../src/extension/silent/gatherFacts';
import { inEnglish } from '../../../../src/extension/text/translate';
import { mustCommand } from '../../../rigs/command';
import { helperProbe, userRequest } from '../support/sampleProbes';

const style = { t: inEnglish, locale: 'en' };

describe('the facts about a silent probe', () => {
  let folder = '';
  const running: ReturnType<typeof spawn>[] = [];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'probescope-silent-'));
  });
  afterAll(async () => {
    running.forEach(child => child.kill('SIGKILL'));
    await rm(folder, { recursive: true });
  });

  it('find the copy of the program that runs instead', async () => {
    const probed = await program('probed/worker');
    const bundled = await program('bundled/worker');
    const pid = await run(bundled);
    const { found, facts } = await ask(await requestOn(probed));
    expect(facts.twins).toMatchObject([{ path: bundled, mappers: [{ pid }] }]);
    expect(found).toMatchObject([{ kind: 'twin', fix: { twin: { path: bundled } } }]);
  });

  it('know a library by its SONAME, whatever its file is called', async () => {
    const source = join(folder, 'shop.c');
    await writeFile(source, 'int shop(void) { return 1; }');
    const library = async (name: string, soname?: string): Promise<string> => {
      const path = join(folder, name);
      await mkdir(dirname(path), { recursive: true });
      const flags = soname === undefined ? [] : [`-Wl,-soname,${soname}`];
      await mustCommand(['gcc', '-shared', '-nostdlib', '-o', path, ...flags, source]);
      return path;
    };
    const probed = await library('lib/libshop.so.2', 'libshop.so.2');
    const others = [
      await library('app/shop-real.so', 'libshop.so.1'),
      await library('plugins/libshop.so.2', 'libplugin.so.2'),
      await library('plain/libshop.so.2'),
    ];
    const [renamed, , plain] = others;
    await run('/bin/sleep', others);
    const { facts } = await ask(await requestOn(probed));
    expect(facts.twins.map(({ path }) => path).sort()).toEqual([renamed, plain]);

    // Of a library that has none, its file's name is all there is.
    const bare = await ask(await requestOn(await library('bare/libshop.so.2')));
    expect(bare.facts.twins.map(({ path }) => path).sort()).toEqual([others[2], others[1]]);
  });

  it('tell who runs the old build from who runs the new one', async () => {
    const path = await program('builds/builder');
    await run(path);
    const request = await requestOn(path);
    const next = await program('builds/next');
    await rename(next, path);
    await run(path);
    await run(path);
    const { found, facts } = await ask(request);
    expect([facts.mappers.processes, facts.newMappers?.processes]).toEqual([1, 2]);
    expect(facts.inodeNow).toBe((await stat(path, { bigint: true })).ino);
    expect(found).toMatchObject([{ kind: 'replaced', fix: { kind: 'rearm' } }]);
  });

  it('hold without the code of a file that cannot be read', async () => {
    const path = await program('plain/quiet');
    await run(path);
    const { found, facts } = await ask(await requestOn(path));
    expect(facts).not.toHaveProperty('code');
    expect(found.map(({ kind }) => kind)).toEqual(['notCalled']);
  });

  async function program(name: string): Promise<string> {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await copyFile('/bin/sleep', path);
    await chmod(path, 0o755);
    return path;
  }

  /** @param libraries that it maps beside its own */
  async function run(path: string, libraries: readonly string[] = []): Promise<number | undefined> {
    const env = { ...process.env, LD_PRELOAD: libraries.join(' ') };
    const child = spawn(path, ['1000'], { stdio: 'ignore', env });
    running.push(child);
    await once(child, 'spawn');
    // The loader maps them after the program.
    await expect
      .poll(async () => {
        const maps = await readFile(`/proc/${child.pid}/maps`, 'utf8');
        return libraries.filter(library => !maps.includes(library));
      })
      .toEqual([]);
    return child.pid;
  }

  async function ask(request: UserAttachRequest) {
    const probe = { key: 1, request, probe: helperProbe(1), state: 'armed' } as const;
    const now = await new FileStates().of(request);
    const facts = await gatherFacts(
      probe,
      request,
      now,
      () => Promise.reject(new Error('no symbols')),
      undefined,
      readSonames,
    );
    return { facts, found: findings(facts, style) };
  }
});

async function requestOn(path: string): Promise<UserAttachRequest> {
  const { dev: device, ino: inode } = await stat(path, { bigint: true });
  const request = userRequest('work', {}, path);
  return { ...request, target: { ...request.target, device, inode } };
}

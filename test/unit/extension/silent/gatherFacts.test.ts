import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, copyFile, mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UserAttachRequest } from '../../../../src/extension/session/attachRequest';
import { FileStates } from '../../../../src/extension/session/fileState';
import { findings } from '../../../../src/extension/silent/findings';
import { gatherFacts } from '../../../../src/extension/silent/gatherFacts';
import { inEnglish } from '../../../../src/extension/text/translate';
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

  async function run(path: string): Promise<number | undefined> {
    const child = spawn(path, ['1000'], { stdio: 'ignore' });
    running.push(child);
    await once(child, 'spawn');
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
    );
    return { facts, found: findings(facts, style) };
  }
});

async function requestOn(path: string): Promise<UserAttachRequest> {
  const { dev: device, ino: inode } = await stat(path, { bigint: true });
  const request = userRequest('work', {}, path);
  return { ...request, target: { ...request.target, device, inode } };
}

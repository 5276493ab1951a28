import { chmod, chown, lstat, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { greet } from '../../../src/elevation/peer/greet';
import type { HelperClient } from '../../../src/protocol/client';
import type { Hello } from '../../../src/protocol/requests';
import { builtHelper, removeHelper } from '../helper/support/builtHelper';
import { RunningHelper } from '../helper/support/runningHelper';
import { needsRoot } from './needsRoot';

const needed = { needsProof: true };
const proofs = async (): Promise<string[]> =>
  (await readdir('/run')).filter(name => name.startsWith('probescope-proof.'));

describe('the challenge to a helper that the kernel did not vouch for', () => {
  beforeEach(needsRoot);
  let file: string;
  beforeAll(async () => (file = await builtHelper()));
  afterAll(() => removeHelper(file));

  it('is answered by a file of root, which the next request takes away', async () => {
    await using helper = new RunningHelper(file);
    const { client } = helper;
    const { proof, instance } = await greet(needed, client, 'test');
    expect(proof).toBe(`/run/probescope-proof.${instance!}`);
    const found = await lstat(proof!);
    expect([found.uid, found.mode & 0o777, found.size]).toEqual([0, 0o444, 64]);
    await client.request('list', {});
    expect(await proofs()).not.toContain(proof!.slice('/run/'.length));
    expect((await client.hello('test')).proof).toBeUndefined();
  });

  it('leaves nothing when the connection ends, and nothing of a helper that was killed', async () => {
    const killed = new RunningHelper(file);
    const { proof, instance } = await greet(needed, killed.client, 'test');
    killed.child.kill('SIGKILL');
    await killed.exit;
    expect(await proofs()).toContain(proof!.slice('/run/'.length));
    const next = new RunningHelper(file);
    await greet(needed, next.client, 'test');
    expect(await proofs()).toHaveLength(1);
    const swept = await next.client.request('sweep', { owners: [instance!] });
    expect(swept.results).toEqual([{ ok: true }]);
    await next.close();
    expect(await proofs()).toEqual([]);
  });

  it('cannot be met where /run is full, which is said, and leaves nothing', async () => {
    const full =
      'mount -t tmpfs -o size=4k none /run && head -c 4096 /dev/zero >/run/full && exec "$@"';
    const wrapper = ['unshare', '--mount', 'sh', '-c', full, 'sh'];
    await using helper = new RunningHelper(file, { wrapper });
    await expect(greet(needed, helper.client, 'test')).rejects.toMatchObject({
      code: 'io',
      errno: 'ENOSPC',
    });
    const run = `/proc/${helper.child.pid}/root/run`;
    expect(await readdir(run)).toEqual(['full']);
    expect(await helper.close()).toBe(0);
  });

  it('takes 64 hexadecimal digits only', async () => {
    await using helper = new RunningHelper(file);
    for (const nonce of ['', 'a'.repeat(63), 'A'.repeat(64), `${'a'.repeat(63)}\n`]) {
      await expect(helper.client.hello('test', undefined, nonce)).rejects.toMatchObject({
        code: 'badRequest',
      });
    }
    expect(await proofs()).toEqual([]);
  });
});

describe('an impostor', () => {
  beforeEach(needsRoot);
  const place = '/run/probescope-proof.impostor';
  const elsewhere = join(tmpdir(), 'probescope-proof.impostor');
  const unlike = '/run/unlike-probescope-proof.impostor';
  afterEach(() => Promise.all([place, elsewhere, unlike].map(path => rm(path, { force: true }))));

  /** A peer that does what an ordinary program can with the nonce it was told. */
  const fakePeer = (act: (nonce: string) => Promise<string | undefined>) => ({
    hello: async (...[, , nonce = '']: Parameters<HelperClient['hello']>): Promise<Hello> => {
      const proof = await act(nonce);
      return { ...(proof === undefined ? {} : { proof }) } as Hello;
    },
  });

  it.each<[string, (nonce: string) => Promise<string | undefined>]>([
    ['gives no proof', () => Promise.resolve(undefined)],
    ['names a file that is not there', () => Promise.resolve(place)],
    ['has the file elsewhere', async nonce => writeFile(elsewhere, nonce).then(() => elsewhere)],
    [
      'has a file of root that is no proof',
      async nonce => writeFile(unlike, nonce, { mode: 0o444 }).then(() => unlike),
    ],
    [
      'leads there by a link',
      async nonce =>
        writeFile(elsewhere, nonce)
          .then(() => symlink(elsewhere, place))
          .then(() => place),
    ],
    [
      'leads out of the folder',
      async nonce =>
        writeFile(elsewhere, nonce).then(() => `/run/probescope-proof.x/../../${elsewhere}`),
    ],
    [
      'has a file of a user',
      async nonce =>
        writeFile(place, nonce)
          .then(() => chown(place, 65534, 65534))
          .then(() => place),
    ],
    [
      'has a file that others may write',
      async nonce =>
        writeFile(place, nonce)
          .then(() => chmod(place, 0o666))
          .then(() => place),
    ],
    [
      'shows the proof of another',
      async () => writeFile(place, 'a'.repeat(64), { mode: 0o444 }).then(() => place),
    ],
  ])('that %s is cut off', async (_, act) => {
    await expect(greet(needed, fakePeer(act), 'test')).rejects.toMatchObject({ code: 'impostor' });
  });

  it('is what these are about: the same file of root would do', async () => {
    const honest = fakePeer(nonce => writeFile(place, nonce, { mode: 0o444 }).then(() => place));
    expect(await greet(needed, honest, 'test')).toEqual({ proof: place });
    expect((await readFile(place, 'latin1')).length).toBe(64);
  });
});

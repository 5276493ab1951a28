import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile, readFile, symlink } from 'node:fs/promises';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ElevationError } from '../../../src/elevation/elevationError';
import { HelperFile } from '../../../src/elevation/helperFile';
import { sweepLeftovers } from '../../../src/elevation/launch/leftovers';
import { Rendezvous } from '../../../src/elevation/launch/rendezvous';
import { SocketDirectory } from '../../../src/elevation/launch/socketDirectory';
import { waitForHelper } from '../../../src/elevation/launch/waitForHelper';
import type { CommandEnd } from '../../../src/elevation/launch/runningCommand';
import { findHelperProcess } from '../../../src/elevation/peer/helperProcess';
import { loadPeerCredentials } from '../../../src/elevation/peer/peerCredentials';
import { checkByCredentials } from '../../../src/elevation/peer/rootPeer';
import { ownIdentity } from '../../../src/elevation/processIdentity';
import { command } from '../../rigs/command';
import { skipUnless } from '../../rigs/precondition';
import { until } from '../../rigs/poll';

let folder: string;
let logged: string[];
const log = (line: string): void => void logged.push(line);
const sockets: Socket[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'probescope-rendezvous-'));
  logged = [];
});
afterEach(async () => {
  sockets.splice(0).forEach(socket => socket.destroy());
  await rm(folder, { recursive: true, force: true });
});

function client(path: string): Socket {
  const socket = connect(path);
  socket.on('error', () => undefined);
  sockets.push(socket);
  return socket;
}

/** A peer check by the order of arrival: the fake is only who they are. */
function fakeUids(...uids: number[]): ReturnType<typeof checkByCredentials> {
  let next = 0;
  return checkByCredentials(() => ({ pid: 1000 + next, uid: uids[next++] ?? 1000 }));
}

function fail(): never {
  throw new Error('getsockopt failed');
}

describe('loadPeerCredentials', () => {
  it('reads the pid and uid of the process at the other end', async () => {
    const read = await loadPeerCredentials(log);
    expect(read, logged.join()).toBeDefined();
    const rendezvous = await Rendezvous.open(
      join(folder, 's'),
      checkByCredentials(fd => {
        const found = read!(fd);
        expect(found).toEqual({ pid: process.pid, uid: process.getuid?.() });
        return { ...found, uid: 0 };
      }),
      log,
    );
    client(join(folder, 's'));
    expect((await rendezvous.peer).pid).toBe(process.pid);
    (await rendezvous.peer).socket.destroy();
  });

  it('throws for a descriptor that is no socket', async () => {
    const read = await loadPeerCredentials(log);
    expect(() => read!(0x7fff)).toThrow('SO_PEERCRED');
  });
});

describe('Rendezvous', () => {
  it('cuts off who cannot be identified and waits on', async () => {
    const path = join(folder, 's');
    const answers = [() => fail(), () => ({ pid: 7, uid: 0 })];
    const check = checkByCredentials(() => answers.shift()!());
    const rendezvous = await Rendezvous.open(path, check, log);
    await once(client(path), 'close');
    expect(logged.join()).toContain('getsockopt');
    client(path);
    expect((await rendezvous.peer).pid).toBe(7);
    (await rendezvous.peer).socket.destroy();
  });

  it('cuts off an impostor that came first and lets the first root in, once', async () => {
    const path = join(folder, 's');
    const rendezvous = await Rendezvous.open(path, fakeUids(1000, 1001, 0, 0), log);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    for (const impostor of [client(path), client(path)]) {
      await once(impostor, 'close');
    }
    client(path);
    const { socket, pid } = await rendezvous.peer;
    expect(pid).toBe(1002);
    expect(rendezvous.impostors).toBe(2);
    expect(logged.join('\n')).toContain('uid 1000');
    await until('the socket is gone', async () => (await readdir(folder)).length === 0);
    socket.destroy();
  });
});

describe('waitForHelper', () => {
  const never = new Promise<CommandEnd>(() => undefined);
  const explain = (end: CommandEnd): ElevationError => new ElevationError('ended', end.output);
  const yes = (): Promise<boolean> => Promise.resolve(true);

  async function waiting(ended: Promise<CommandEnd>, isAnswered = yes, handshakeMs = 10_000) {
    const rendezvous = await Rendezvous.open(join(folder, 's'), fakeUids(1000, 0), log);
    const cancel = new AbortController();
    const command = { ended, stop: () => undefined };
    const peer = waitForHelper({
      rendezvous,
      command,
      signal: cancel.signal,
      isAnswered,
      explain,
      handshakeMs,
    });
    peer.catch(() => undefined);
    return { peer, cancel, rendezvous };
  }

  it('fails as the command says when that ends first', async () => {
    const { peer, rendezvous } = await waiting(Promise.resolve({ exitCode: 3, output: 'why' }));
    await expect(peer).rejects.toMatchObject({ code: 'ended', message: 'why' });
    rendezvous.close();
  });

  it('is cancelled by the signal', async () => {
    const { peer, cancel, rendezvous } = await waiting(never);
    cancel.abort();
    await expect(peer).rejects.toMatchObject({ code: 'cancelled' });
    rendezvous.close();
  });

  it('times out once the prompt was answered', async () => {
    const { peer, rendezvous } = await waiting(never, yes, 50);
    await expect(peer).rejects.toMatchObject({ code: 'timeout' });
    rendezvous.close();
  });

  it('speaks of an impostor if only such came', async () => {
    const { peer, rendezvous } = await waiting(never, () => Promise.resolve(logged.length > 0), 1);
    await once(client(join(folder, 's')), 'close');
    await expect(peer).rejects.toMatchObject({ code: 'impostor' });
    rendezvous.close();
  });

  it('does not count the time in which a person types', async () => {
    let looks = 0;
    const typing = (): Promise<boolean> => Promise.resolve(++looks > 1_000_000);
    const { peer, rendezvous } = await waiting(never, typing, 1);
    await until('it looked often enough to have timed out', () => looks > 3);
    client(join(folder, 's'));
    await until('the impostor is refused', () => rendezvous.impostors === 1);
    client(join(folder, 's'));
    const { socket } = await peer;
    socket.destroy();
  });
});

describe('SocketDirectory', () => {
  const helper = new HelperFile(Buffer.from('// helper'));

  it('is private, below a private XDG_RUNTIME_DIR', async () => {
    const directory = await SocketDirectory.create(helper, { XDG_RUNTIME_DIR: folder });
    expect(directory.path.startsWith(join(folder, `probescope-${process.pid}-`))).toBe(true);
    expect((await stat(directory.path)).mode & 0o777).toBe(0o700);
    expect((await stat(directory.helperPath)).mode & 0o777).toBe(0o600);
    expect(await readFile(directory.helperPath, 'utf8')).toBe('// helper');
    await directory.remove();
    expect(await readdir(folder)).toEqual([]);
  });

  it('sees that the helper was read', async ctx => {
    const mount = await command(['findmnt', '--noheadings', '--output', 'OPTIONS', '-T', folder]);
    skipUnless(ctx, !mount.stdout.includes('noatime'), `${tmpdir()} is mounted noatime`);
    const directory = await SocketDirectory.create(helper, { XDG_RUNTIME_DIR: folder });
    expect(await directory.isHelperRead()).toBe(false);
    await readFile(directory.helperPath);
    expect(await directory.isHelperRead()).toBe(true);
    await directory.remove();
  });

  it.each([
    ['is open to others', async (path: string) => mkdir(path, { mode: 0o755 })],
    ['is a link', async (path: string) => symlink(folder, path)],
    ['is missing', () => Promise.resolve()],
    [
      'is so deep that no socket path fits',
      async (path: string) => mkdir(join(path, 'x'.repeat(90)), { recursive: true, mode: 0o700 }),
    ],
  ])('goes to /tmp if XDG_RUNTIME_DIR %s', async (why, make) => {
    const path = join(folder, 'runtime');
    await make(path);
    const runtime = why.startsWith('is so') ? join(path, 'x'.repeat(90)) : path;
    const directory = await SocketDirectory.create(helper, { XDG_RUNTIME_DIR: runtime });
    expect(directory.path).toMatch(/^\/tmp\/probescope-\d+-[0-9a-z]+-[A-Za-z0-9]{6}$/);
    await directory.remove();
  });

  it('sweeps what dead windows left, and only that', async () => {
    const own = await ownIdentity();
    const start = BigInt(own.startTime).toString(36);
    const make = async (name: string, mode = 0o700): Promise<string> => {
      const path = join(folder, name);
      await mkdir(path, { mode });
      await writeFile(join(path, 's'), '');
      return path;
    };
    const dead = await make(`probescope-${own.pid}-1-abcdef`);
    const gone = await make('probescope-4194305-2x-ABCDEF');
    await make(`probescope-${own.pid}-${start}-abcdef`);
    await make(`probescope-${own.pid}-1-abcdeg`, 0o755);
    await make('probescope-notes');
    await symlink(folder, join(folder, 'probescope-4194305-2y-ABCDEF'));
    const swept = await sweepLeftovers({ XDG_RUNTIME_DIR: folder });
    expect(swept.filter(path => path.startsWith(folder)).sort()).toEqual([gone, dead].sort());
    expect((await readdir(folder)).length).toBe(4);
  });
});

describe('findHelperProcess', () => {
  it('finds none for a path that no root process has', async () => {
    expect(await findHelperProcess(join(folder, 's'))).toBeUndefined();
  });
});

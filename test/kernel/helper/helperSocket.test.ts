import { spawn, type ChildProcess } from 'node:child_process';
import { chmod, chown, mkdir, readlink, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HelperClient } from '../../../src/protocol/client';
import { processIdentity } from '../../rigs/machine';
import { until } from '../../rigs/poll';
import { builtHelper, removeHelper } from './support/builtHelper';
import { leftOf } from './support/kernelState';
import { RunningHelper } from './support/runningHelper';
import { SocketServer } from './support/socketServer';
import { Target } from './support/target';

let file: string;
let target: Target;
let server: SocketServer;
let owner: ChildProcess;
let ownerText: string;

beforeAll(async () => {
  file = await builtHelper();
  target = await Target.compile();
});
afterAll(() => Promise.all([target.remove(), removeHelper(file)]));
beforeEach(async () => {
  server = await SocketServer.listen();
  owner = spawn('sleep', ['60']);
  const identity = processIdentity(owner.pid!)!;
  ownerText = `${identity.pid}:${identity.start}`;
});
afterEach(async () => {
  owner.kill();
  await server[Symbol.asyncDispose]();
});

function start(
  changes: { socket?: string; via?: string; owner?: string; env?: Record<string, string> } = {},
) {
  // The owner is no ancestor here, so that it can end alone: only in a terminal that is no matter.
  const { socket = server.path, via = 'terminal', owner: of = ownerText } = changes;
  const args = ['--socket', socket, '--via', via, '--owner', of];
  return new RunningHelper(file, { args, env: changes.env ?? { SUDO_UID: '0' } });
}

describe('over the socket of the user', () => {
  it('works for the owner and ends with it', async () => {
    const helper = start();
    const client = new HelperClient(await server.peer);
    const { instance, pid } = await client.hello('test');
    expect(pid).toBe(helper.child.pid);
    await client.request('create', { probes: [await target.probe()] });
    await target.run(9);
    expect((await client.request('hits', {})).counts).toEqual([{ handle: 1, hits: '0x9' }]);
    owner.kill('SIGKILL');
    expect(await helper.exit).toBe(0);
    expect(helper.stderr).toMatch(/is gone/);
    expect((await client.closed).by).toBe('helper');
    expect(await leftOf(instance!)).toEqual([]);
  });

  it('says nothing before it is spoken to', async () => {
    await using helper = start();
    const peer = await server.peer;
    const said: Buffer[] = [];
    peer.on('data', chunk => said.push(chunk));
    await new Promise(resolve => setTimeout(resolve, 300));
    expect(said).toEqual([]);
    peer.destroy();
    expect(await helper.exit).toBe(0);
  });
});

it('opens no file by a group that a set-group-id program lent its owner', async () => {
  const nobody = 65534;
  // What execve(2) of such a program makes of its process: pid, start and user as before.
  const lent = ['--reuid=65534', '--rgid=65534', '--egid=42', '--clear-groups'];
  const owning = spawn('setpriv', [...lent, 'sleep', '60']);
  await until('it has the ids', () => readlink(`/proc/${owning.pid!}/exe`).then(isSleep));
  const secret = await target.copy('of-a-group');
  await chown(secret.path, 0, 42);
  await chmod(secret.path, 0o640);
  await chown(server.folder, nobody, nobody);
  await chown(server.path, nobody, nobody);
  const { pid, start: since } = processIdentity(owning.pid!)!;
  const helper = start({ owner: `${pid}:${since}`, env: { SUDO_UID: `${nobody}` } });
  const client = new HelperClient(await server.peer);
  await client.hello('test');
  const { results } = await client.request('create', { probes: [await secret.probe()] });
  expect(results).toMatchObject([{ ok: false, error: { code: 'fileUnreadable' } }]);
  client.dispose();
  owning.kill();
  expect(await helper.exit).toBe(0);
});

const isSleep = (program: string): boolean => program.endsWith('sleep');

describe('a socket it must not connect to ends it with 76', () => {
  async function refused(socket: string, why: RegExp): Promise<void> {
    const helper = start({ socket });
    expect(await helper.exit).toBe(76);
    expect(helper.stderr).toMatch(why);
  }

  it('a relative path, and one with ..', async () => {
    await refused('s', /plain absolute path/);
    await refused(`${server.folder}/../x`, /plain absolute path/);
  });

  it('a file', async () => {
    await writeFile(join(server.folder, 'file'), '');
    await refused(join(server.folder, 'file'), /not a socket/);
  });

  it('a symbolic link to a socket', async () => {
    await symlink(server.path, join(server.folder, 'link'));
    await refused(join(server.folder, 'link'), /not a socket/);
  });

  it('a folder others can read', async () => {
    await chmod(server.folder, 0o755);
    await refused(server.path, /not a private directory/);
  });

  it('a folder or a socket of another user', async () => {
    await chown(server.path, 65534, 65534);
    await refused(server.path, /not a socket of user 0/);
    await chown(server.path, 0, 0);
    await chown(server.folder, 65534, 65534);
    await refused(server.path, /not a private directory/);
  });

  it('below a folder that others can write to', async () => {
    const open = join(server.folder, 'open');
    const inner = join(open, 'inner');
    await mkdir(inner, { recursive: true, mode: 0o700 });
    await chmod(open, 0o777);
    await rename(server.path, join(inner, 's'));
    await refused(join(inner, 's'), /others can write/);
  });

  it('one nobody listens on', async () => {
    const dead = join(server.folder, 'dead');
    await using other = await SocketServer.listen();
    await rename(other.path, dead);
    await other[Symbol.asyncDispose]();
    await refused(dead, /Cannot connect/);
  });
});

describe('an owner that is not the one ends it with 78', () => {
  it.each([
    ['a pid that is not there', () => '4194000:1'],
    ['a pid that was given to another', () => `${owner.pid!}:1`],
  ])('%s', async (_, text) => {
    const helper = start({ owner: text() });
    expect(await helper.exit).toBe(78);
    expect(helper.stderr).toMatch(/is gone/);
  });

  it('one that did not start it, but not its own ancestor', async () => {
    const stranger = start({ via: 'direct' });
    expect(await stranger.exit).toBe(78);
    expect(stranger.stderr).toMatch(/did not start this helper/);
    const { pid, start: since } = processIdentity(process.pid)!;
    await using helper = start({ via: 'direct', owner: `${pid}:${since}` });
    (await server.peer).destroy();
    expect(await helper.exit).toBe(0);
  });

  it('one of another user', async () => {
    const helper = start({ env: { SUDO_UID: '65534' } });
    expect(await helper.exit).toBe(78);
    expect(helper.stderr).toMatch(/is gone/);
  });
});

describe('no user to work for ends it with 77', () => {
  it.each([
    ['pkexec', {}],
    ['pkexec', { SUDO_UID: '0' }],
    ['pkexec', { PKEXEC_UID: '-1' }],
    ['sudo', { PKEXEC_UID: '0' }],
    ['sudo', { SUDO_UID: '4294967295' }],
    ['terminal', { SUDO_UID: '1 ' }],
  ])('%s with %j', async (via, env) => {
    const helper = start({ via, env });
    expect(await helper.exit).toBe(77);
  });
});

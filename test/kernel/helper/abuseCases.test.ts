import { spawn } from 'node:child_process';
import { chmod, chown, mkdir, rename, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toHex64 } from '../../../src/protocol/scalars';
import { mustCommand } from '../../rigs/command';
import { AbuseRig, REMOVE_THEIRS, USER } from './support/abuseRig';
import { identityOf } from './support/identityOf';
import { RunningHelper } from './support/runningHelper';
import { processId } from './support/resident';
import { SocketServer } from './support/socketServer';

/*
 * The abuse cases by number. 52, 53, 55 to 62, 64 to 69 and 71 to 75 are in other files, which
 * support/abusesElsewhere.ts names; 76 and on, about later requests, in abuseCasesLater.test.ts and abuseCasesAround.test.ts.
 */
let rig: AbuseRig;
beforeAll(async () => (rig = await AbuseRig.start()));
afterAll(() => rig.stop());

/** A case: what is wrong, and the code it is refused with; of several, any. */
type Row = readonly [number: number, what: string, change: object, codes: string];

const create = (change: object): object => ({ probes: [{ ...rig.good, ...change }] });
const path = (text: string): object => ({ file: { ...rig.good.file, path: text } });

describe('the path of the program', () => {
  it.each<[number, string, string, string]>([
    [1, 'a second command', 'x\np:abused/owned /bin/true:0x10', 'fileUnreadable'],
    [2, 'a carriage return', `x\r${REMOVE_THEIRS}`, 'fileUnreadable'],
    [3, 'NUL', '\0', 'badRequest'],
  ])('case %i: %s', async (_, __, end, codes) => {
    await rig.refuses('create', create(path(rig.target.path + end)), codes);
  });

  it.each([
    [4, 'relative', 'bin/true', 'badRequest'],
    [5, 'with ..', '/usr/../bin/true', 'badRequest'],
    [6, "another process's program", '/proc/1/exe', 'notRegular'],
    [7, 'memory', '/dev/mem', 'notRegular'],
    [8, "the kernel's files", '/sys/kernel/notes', 'notRegular'],
    [9, 'of 5000 bytes', `/${'a'.repeat(5000)}`, 'badRequest'],
  ])('case %i: %s', async (_, __, text, code) => {
    await rig.refuses('create', create(path(text)), code);
  });

  it.each<[number, string, () => Promise<string>, string]>([
    [10, 'what only root may read', () => Promise.resolve('/etc/shadow'), 'fileUnreadable'],
    [11, 'a directory', () => Promise.resolve(rig.target.folder), 'notRegular'],
    [12, 'a FIFO, without waiting', () => made(at => mustCommand(['mkfifo', at])), 'notRegular'],
    [13, 'a symbolic link', () => made(at => symlink(rig.target.path, at)), 'notRegular'],
  ])('case %i: %s', async (_, __, make, code) => {
    await rig.refuses('create', create({ file: await identityOf(await make()) }), code);
  });

  /** A new name in a folder that the user may look into. */
  async function made(make: (path: string) => Promise<unknown>): Promise<string> {
    const folder = join(rig.target.folder, `case${performance.now()}`);
    await mkdir(folder);
    await chmod(folder, 0o755);
    await make(join(folder, 'it'));
    return join(folder, 'it');
  }

  it('case 14: another file in its place', async () => {
    const { file } = rig.good;
    for (const member of ['inode', 'device'] as const) {
      const other = { ...file, [member]: toHex64(BigInt(file[member]) + 1n) };
      await rig.refuses('create', create({ file: other }), 'fileChanged');
    }
  });
});

describe('a member of a probe', () => {
  const args = (...all: object[]): object => ({ args: all });
  const nested = `${'+0('.repeat(20)}%di${')'.repeat(20)}`;
  it.each<Row>([
    [15, 'offset past the end', { offset: '0xffffffffffff' }, 'offsetTooBig'],
    [16, 'negative offset', { offset: '-0x1' }, 'badRequest'],
    [17, 'offset with a fraction', { offset: '1.5' }, 'badRequest'],
    [18, 'offset with an argument behind', { offset: '0x1 a=%di' }, 'badRequest'],
    [19, 'event ../x', { event: '../x' }, 'badRequest'],
    [20, 'event grp/x', { event: 'grp/x' }, 'badRequest'],
    [21, 'event with a second command', { event: `a\n${REMOVE_THEIRS}` }, 'badRequest'],
    [22, 'event with a newline at its end', { event: 'a\n' }, 'badRequest'],
    [23, 'event of 64 characters', { event: 'x'.repeat(64) }, 'badRequest'],
    [24, 'event beyond ASCII', { event: 'naïve' }, 'badRequest'],
    [25, 'event that is an object', { event: { toString: 1 } }, 'badRequest'],
    [26, 'fetch with a newline', args({ fetch: '%di\np:abused/owned /bin/true' }), 'invalidInput'],
    [27, 'fetch with a blank', args({ fetch: '%di b=%si' }), 'invalidInput'],
    [28, 'fetch with a comment', args({ fetch: '%di#' }), 'invalidInput'],
    [29, 'fetch with a quoted text', args({ fetch: '\\"x y"' }), 'invalidInput'],
    [30, 'fetch nested 20 deep', args({ fetch: nested }), 'badRequest|invalidInput'],
    [31, 'argument named common_pid', args({ name: 'common_pid', fetch: '%di' }), 'invalidInput'],
    [
      32,
      'two arguments of a name',
      args({ name: 'a', fetch: '%di' }, { name: 'a', fetch: '%si' }),
      'invalidInput',
    ],
    [33, 'type with an argument behind', args({ fetch: '%di', type: 'u32 b=%si' }), 'invalidInput'],
    [34, '17 arguments', args(...Array<object>(17).fill({ fetch: '%di' })), 'badRequest'],
    [36, 'a member too many', { extra: 1 }, 'badRequest'],
    [44, 'a switch that is text', { enable: '1' }, 'badRequest'],
  ])('case %i: %s', async (_, __, change, codes) => {
    await rig.refuses('create', create(change), codes);
  });

  it("case 35: what only the kernel can refuse, with the kernel's words", async () => {
    const params = create(args({ fetch: '%zz' }));
    await rig.refuses('create', params, 'invalidInput');
    expect(await rig.client.ask('create', params)).toMatchObject({
      result: { results: [{ error: { log: { text: 'Invalid register name' } } }] },
    });
  });

  it('case 37: the key __proto__', async () => {
    await rig.refuses('list', '{"__proto__":{"from":0}}', 'badRequest');
    const probe = JSON.stringify(rig.good).replace('{', '{"__proto__":{"enable":true},');
    await rig.refuses('create', `{"probes":[${probe}]}`, 'badRequest');
  });

  it('case 45: a name twice makes another name, never the same event', async () => {
    const probe = { ...rig.good, event: 'twice', enable: false };
    const { result } = await rig.client.ask('create', { probes: [probe, probe] });
    const made = (result as { results: { probe: { handle: number; event: string } }[] }).results;
    expect(new Set(made.map(({ probe: { event } }) => event)).size).toBe(2);
    await rig.client.ask('remove', { handles: made.map(({ probe: { handle } }) => handle) });
    await rig.refuses('list', { from: -1 }, 'badRequest');
  });
});

describe('requests', () => {
  it.each([
    [38, 'exec'],
    [39, '__proto__'],
    [40, 'constructor'],
  ])('case %i: %s', async (_, method) => {
    await rig.refuses(method, {}, 'badRequest');
  });

  const tracepoint = (system: string, event: string): object => ({
    probes: [{ kind: 'tracepoint', label: 'x', system, event, enable: true }],
  });
  const few = { kind: 'kprobe', label: 'x', args: [], enable: false, symbol: 'vfs_read' };
  const place = { offset: '0x10' };
  it.each<readonly [number, string, string, () => unknown, string]>([
    [41, "another's event by name", 'remove', () => ({ handles: [REMOVE_THEIRS] }), 'badRequest'],
    [42, 'removing what is not ours', 'remove', () => ({ handles: [4711] }), 'state'],
    [
      43,
      'a path for an event',
      'create',
      () => tracepoint('../../sched', 'sched_switch'),
      'badRequest',
    ],
    [46, "another user's process", 'scope', () => named(1), 'denied'],
    [47, 'ten gigabytes', 'startCapture', () => ({ bufferKib: 10 * 2 ** 20 }), 'badRequest'],
    [48, "another tool's group", 'sweep', () => ({ owners: ['witness'] }), 'badRequest'],
    [
      51,
      'a symbol with a newline',
      'create',
      () => ({ probes: [{ ...few, symbol: 'a\nb', offset: '0x0' }] }),
      'badRequest',
    ],
    [
      54,
      'places over the limit',
      'create',
      () => create({ more: Array<object>(1000).fill(place) }),
      'badRequest',
    ],
  ])('case %i: %s', async (_, __, method, params, codes) => {
    await rig.refuses(method, params(), codes);
  });

  const named = (pid: number): object => ({
    scope: { kind: 'processes', processes: [processId(pid)], otherUsers: false },
  });

  it('cases 49 and 50: groups of another user, of a living helper and of this one', async () => {
    await using theirs = new RunningHelper(rig.file);
    await using living = new RunningHelper(rig.file, { env: { SUDO_UID: `${USER}` } });
    const [{ instance: other }, { instance: alive }] = [await theirs.hello(), await living.hello()];
    await theirs.client.request('create', { probes: [{ ...rig.good, enable: false }] });
    await living.client.request('create', { probes: [{ ...rig.good, enable: false }] });
    await rig.refuses('sweep', { owners: [other] }, 'denied');
    await rig.refuses('sweep', { owners: [alive] }, 'busy');
    const own = `probescope_u${USER}_p${rig.helper.child.pid}_`;
    const name = (await rig.tables()).find(line => line.startsWith(own))!;
    await rig.refuses('sweep', { owners: [name] }, 'busy');
    expect((await living.client.request('list', {})).probes).toHaveLength(1);
    expect((await theirs.client.request('list', {})).probes).toHaveLength(1);
  });
});

describe('how it is started', () => {
  it('case 63: a way to root that is none', async () => {
    await using server = await SocketServer.listen();
    for (const via of ['__proto__', 'constructor', 'Direct', '']) {
      const args = ['--socket', server.path, '--via', via, '--owner', `${process.pid}:1`];
      const helper = new RunningHelper(rig.file, { args });
      expect(await helper.exit).toBe(64);
    }
  });

  it("case 70: root's own socket, for another user", async () => {
    await using server = await SocketServer.listen();
    const owner = spawn('sleep', ['60'], { uid: USER, gid: USER });
    const { pid, start } = processId(owner.pid!);
    const helper = new RunningHelper(rig.file, {
      args: ['--socket', server.path, '--via', 'terminal', '--owner', `${pid}:${BigInt(start)}`],
      env: { SUDO_UID: `${USER}` },
    });
    expect(await helper.exit).toBe(76);
    expect(helper.stderr).toMatch(/not a socket of user 65534/);
    owner.kill();
  });

  it("a socket below another user's folder, who could put another in its place", async () => {
    await using server = await SocketServer.listen();
    const theirs = join(server.folder, 'theirs');
    const inner = join(theirs, 'inner');
    await mkdir(inner, { recursive: true, mode: 0o700 });
    await rename(server.path, join(inner, 's'));
    await chown(theirs, USER, USER);
    const { pid, start } = processId(process.pid);
    const helper = new RunningHelper(rig.file, {
      args: ['--socket', join(inner, 's'), '--via', 'direct', '--owner', `${pid}:${BigInt(start)}`],
    });
    expect(await helper.exit).toBe(76);
    expect(helper.stderr).toMatch(/not a directory of root or user 0/);
  });
});

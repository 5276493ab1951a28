import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { chmod, copyFile, mkdtemp, rm, symlink, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toHex64 } from '../../../src/protocol/scalars';
import { mustCommand } from '../../rigs/command';
import { until } from '../../rigs/poll';
import { AbuseRig, codeOf, USER } from './support/abuseRig';
import { HandClient, type Answer } from './support/handClient';
import { identityOf } from './support/identityOf';
import { leftOf } from './support/kernelState';
import { MuteMount } from './support/muteMount';
import { processId } from './support/resident';
import { RunningHelper } from './support/runningHelper';

/* Abuse cases of what is around the helper: files, streams that stall, other helpers, signals. Numbered on. */
let rig: AbuseRig;
let mute: MuteMount;
let links: string;
beforeAll(async () => {
  [rig, mute] = await Promise.all([AbuseRig.start(), MuteMount.make()]);
  links = await mkdtemp(join(rig.target.folder, 'links-'));
  await chmod(links, 0o755);
});
afterAll(async () => {
  await mute.remove();
  await rm(links, { recursive: true });
  await rig.stop();
});

const env = { SUDO_UID: `${USER}` };
const create = (change: object): object => ({ probes: [{ ...rig.good, ...change }] });

/** What a create answers. */
interface Made {
  results: { probe?: { handle: number } }[];
}

/** Runs its arguments with such a standard error; the terminal's other end stays open, and nobody reads it. */
const STOPPED_TERMINAL = `import os, pty, sys, termios
master, slave = pty.openpty()
termios.tcflow(slave, termios.TCOOFF)
os.set_inheritable(master, True)
os.dup2(slave, 2)
os.execvp(sys.argv[1], sys.argv[1:])`;

/** A helper of its own with an armed probe. */
async function armed(wrapper: readonly string[] = []) {
  const helper = new RunningHelper(rig.file, { env, wrapper });
  const client = new HandClient(helper);
  const hello = await client.ask('hello', { protocol: 1, client: 'abuse' });
  expect(codeOf(await client.ask('create', create({})))).toBe('none');
  const name = (hello.result as { instance: string }).instance;
  return { helper, client, name };
}

async function endsClean({ helper, name }: { helper: RunningHelper; name: string }): Promise<void> {
  expect(await helper.exit).toBe(0);
  expect(await leftOf(name)).toEqual([]);
}

describe('files', () => {
  it('case 152: a file of a FUSE server that never answers', async () => {
    const file = { path: join(mute.folder, 'program'), device: '0x1', inode: '0x1' };
    await rig.refuses('create', create({ file }), 'notRegular');
  });

  it('case 153: the same behind a symbolic link', async () => {
    const path = join(links, 'mute');
    await symlink(mute.folder, path);
    const file = { path: join(path, 'folder/program'), device: '0x1', inode: '0x1' };
    await rig.refuses('create', create({ file }), 'notRegular');
  });

  it('case 154: a file of /sys behind a symbolic link', async () => {
    const path = join(links, 'sys');
    await symlink('/sys/kernel', path);
    const file = await identityOf(join(path, 'notes'));
    await rig.refuses('create', create({ file, offset: '0x0' }), 'notRegular');
  });

  it('case 155: links that lead round in a circle, and enough of them that do not', async () => {
    await symlink('two', join(links, 'one'));
    await symlink('one', join(links, 'two'));
    const file = { path: join(links, 'one/program'), device: '0x1', inode: '0x1' };
    await rig.refuses('create', create({ file }), 'notRegular');
    await symlink('..', join(links, 'up'));
    const way = join(links, 'up/calls');
    const made = await rig.client.ask('create', create({ file: await identityOf(way) }));
    expect(codeOf(made)).toBe('none');
    await removeFirst(made);
  });

  it('case 156: a file that is a terabyte long when its probe is made and short when it is armed', async () => {
    const copy = await rig.target.copy('sparse');
    await truncate(copy.path, 2 ** 40);
    const probe = await copy.probe({ enable: false, offset: toHex64(2n ** 40n - 1n) });
    const made = await rig.client.ask('create', { probes: [probe] });
    expect(codeOf(made)).toBe('none');
    await truncate(copy.path, 64);
    const enabled = await rig.client.ask('enable', { handles: [handleOf(made)] });
    expect(codeOf(enabled)).toBe('invalidInput');
    await removeFirst(made);
  });

  it('case 162: a program on a mount that is gone, whose server nobody can tell', async () => {
    const folder = await mkdtemp(join(rig.target.folder, 'mount-'));
    await mustCommand(['mount', '-t', 'tmpfs', 'gone', folder]);
    await copyFile('/bin/sleep', join(folder, 'sleep'));
    const { path, ...inode } = await identityOf(join(folder, 'sleep'));
    const child = spawn(path, ['60']);
    await once(child, 'spawn');
    const process = processId(child.pid!);
    const listed = async (): Promise<string> =>
      JSON.stringify(await rig.client.ask('mappedFiles', { process }));
    await until('it runs', async () => (await listed()).includes(`"path":"${path}"`));
    await mustCommand(['umount', '-l', folder]);
    expect(await listed()).not.toContain(inode.device);
    await rig.refuses('openMapped', { process, ...inode }, 'notMapped');
    child.kill();
    await once(child, 'exit');
  });

  function handleOf({ result }: Answer): number {
    return (result as Made).results[0]!.probe!.handle;
  }
  async function removeFirst(made: Answer): Promise<void> {
    expect(codeOf(await rig.client.ask('remove', { handles: [handleOf(made)] }))).toBe('none');
  }
});

describe('streams', () => {
  it('case 157: a frame that comes byte by byte and never ends', async () => {
    const one = await armed();
    const { frame } = one.client.request('list', '{}');
    for (const byte of frame.subarray(0, -1)) {
      one.helper.stream.write(Buffer.of(byte));
    }
    one.helper.child.kill('SIGTERM');
    await endsClean(one);
  });

  it('case 158: a thousand requests whose answers nobody reads', async () => {
    const one = await armed();
    const before = residentMb(one.helper);
    one.helper.stream.pause();
    for (let n = 0; n < 1000; n++) {
      const { frame } = one.client.request('tracepoints', '{"text":"","limit":200}');
      one.helper.stream.write(frame);
    }
    await until('it waits for its reader', () => isWaiting(one.helper));
    expect(residentMb(one.helper) - before).toBeLessThan(64);
    one.helper.child.kill('SIGTERM');
    await endsClean(one);
  });

  it('case 159: ten thousand cancellations of the request that is in hand', async () => {
    const { id, frame } = rig.client.request('create', JSON.stringify({ probes: fill(64) }));
    const cancel = { jsonrpc: '2.0', method: '$/cancelRequest', params: { id } };
    const answer = rig.client.answerTo(id);
    rig.helper.stream.write(frame);
    for (let n = 0; n < 10_000; n++) {
      rig.client.send(JSON.stringify(cancel));
    }
    const answered = await answer;
    expect(codeOf(answered)).toBe('cancelled');
    const { results } = (answered.result ?? { results: [] }) as Made;
    const handles = results.flatMap(({ probe }) => probe?.handle ?? []);
    await (handles.length > 0 ? rig.client.ask('remove', { handles }) : undefined);
    await rig.refuses('list', { from: -1 }, 'badRequest');
  });

  it('case 163: a terminal whose output is stopped (Ctrl+S), as its standard error', async () => {
    const one = await armed(['python3', '-c', STOPPED_TERMINAL]);
    const { probes } = (await one.client.ask('list', {})).result as { probes: unknown[] };
    expect(probes).toHaveLength(1);
    one.helper.child.kill('SIGTERM');
    await endsClean(one);
  });

  const fill = (count: number): unknown[] => Array<unknown>(count).fill(rig.good);
  const residentMb = ({ child }: RunningHelper): number =>
    Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${child.pid}/status`, 'latin1'))![1]) / 1024;
  /** It sleeps, twice in a row and having used no processor meanwhile. */
  let used = '';
  const isWaiting = ({ child }: RunningHelper): boolean => {
    const last = used;
    used = readFileSync(`/proc/${child.pid}/stat`, 'latin1').split(' ').slice(13, 15).join();
    return used === last;
  };
});

describe('other helpers and signals', () => {
  it('case 160: one that is stopped while its host ends, and goes on later', async () => {
    const one = await armed();
    one.helper.child.kill('SIGSTOP');
    one.helper.stream.destroy();
    one.helper.child.kill('SIGTERM');
    one.helper.child.kill('SIGCONT');
    await endsClean(one);
  });

  it('case 161: one dead helper that three others sweep at once', async () => {
    const dead = await armed();
    dead.helper.child.kill('SIGKILL');
    const others = Array.from({ length: 3 }, () => new RunningHelper(rig.file, { env }));
    await Promise.all([dead.helper.exit, ...others.map(other => other.hello())]);
    const sweeps = others.map(({ client }) => client.request('sweep', { owners: [dead.name] }));
    for (const { results } of await Promise.all(sweeps)) {
      expect(results).toMatchObject([{ ok: true }]);
    }
    expect(await leftOf(dead.name)).toEqual([]);
    expect(await Promise.all(others.map(other => other.close()))).toEqual([0, 0, 0]);
  });
});

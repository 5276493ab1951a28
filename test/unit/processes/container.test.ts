import fc from 'fast-check';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { containerOf, shortContainerId } from '../../../src/processes/container';
import { hidesProcesses } from '../../../src/processes/hiddenProcesses';
import { containerHostname } from '../../../src/processes/hostname';
import { listProcesses } from '../../../src/processes/processList';

const ID = '4cf1'.repeat(16);
const OTHER = 'ab09'.repeat(16);

describe('the container in /proc/PID/cgroup', () => {
  it.each([
    ['docker', ID, `0::/system.slice/docker-${ID}.scope`],
    ['docker', ID, `0::/system.slice/docker-${ID}.scope/init`],
    ['docker', ID, `13:name=systemd:/docker/${ID}\n12:pids:/docker/${ID}`],
    ['docker', ID, `5:cpu,cpuacct:/docker/${OTHER}/docker/${ID}`],
    ['podman', ID, `0::/machine.slice/libpod-${ID}.scope/container`],
    [
      'podman',
      ID,
      `0::/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-${ID}.scope`,
    ],
    ['podman', ID, `0::/libpod_parent/libpod-${ID}`],
    [
      'containerd',
      ID,
      `0::/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-podfe_01.slice/cri-containerd-${ID}.scope`,
    ],
    [
      'containerd',
      ID,
      `9:cpu:/system.slice/containerd.service/kubepods-pod1.slice:cri-containerd:${ID}`,
    ],
    ['containerd', ID, `0::/system.slice/nerdctl-${ID}.scope`],
    ['cri-o', ID, `0::/kubepods.slice/kubepods-pod1.slice/crio-${ID}.scope`],
    ['kubernetes', ID, `11:memory:/kubepods/burstable/pod0a1b/${ID}`],
    ['lxc', 'web-1', '0::/lxc.payload.web-1/system.slice/nginx.service'],
    ['lxc', 'web-1', '4:devices:/lxc/web-1'],
    ['machine', 'web-1', '0::/machine.slice/machine-web\\x2d1.scope/payload'],
    ['machine', 'web', '0::/machine.slice/systemd-nspawn@web.service/payload'],
    ['container', ID, `0::/buildkit/${ID}`],
  ])('is of %s, %s', (runtime, id, text) => {
    expect(containerOf(`${text}\n`)).toEqual({ runtime, id });
  });

  it.each([
    ['0::/'],
    ['0::/user.slice/user-1000.slice/session-3.scope'],
    ['0::/system.slice/docker.service'],
    ['0::/lxc.monitor.web-1'],
    [`0::/machine.slice/libpod-conmon-${ID}.scope`],
    [`0::/${'a'.repeat(65)}`],
    [''],
    ['no line of it'],
  ])('is none in %j', text => {
    expect(containerOf(text)).toBeUndefined();
  });

  it('is found or not in any text, without an error', () => {
    const part = fc.constantFrom('/', ':', '0', 'docker-', ID, '.scope', '\n', 'lxc', '\\x2d', 'é');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), parts => {
        const found = containerOf(parts.join(''));
        return found === undefined || found.id.length > 0;
      }),
    );
  });

  it('is called by a short id or its name', () => {
    expect(shortContainerId({ runtime: 'docker', id: ID })).toBe('4cf14cf14cf1');
    expect(shortContainerId({ runtime: 'lxc', id: 'web-1' })).toBe('web-1');
  });
});

describe('a proc tree with a container', () => {
  let proc: string;
  beforeAll(() => {
    proc = mkdtempSync(join(tmpdir(), 'probescope-proc-'));
    writeFileSync(join(proc, 'stat'), 'btime 1000\n');
    add(41, 'in one', `0::/docker/${ID}\n`, 'nginx\0-g\0daemon off;\0');
    add(42, 'hostile', '0::/\n', '\u202egnp.exe\0\n$(zap)\0\0\0');
    mkdirSync(join(proc, '41/root/etc'), { recursive: true });
    writeFileSync(join(proc, '41/root/etc/hostname'), 'web-1\n');
    mkdirSync(join(proc, '42/root/etc'), { recursive: true });
    symlinkSync('/etc/hostname', join(proc, '42/root/etc/hostname'));
  });
  afterAll(() => rmSync(proc, { recursive: true }));

  function add(pid: number, name: string, cgroup: string, commandLine: string): void {
    const folder = join(proc, String(pid));
    mkdirSync(folder);
    const stat = `${pid} (${name}) S 1 0 0 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 250 0`;
    writeFileSync(join(folder, 'stat'), stat);
    writeFileSync(join(folder, 'cgroup'), cgroup);
    writeFileSync(join(folder, 'cmdline'), commandLine);
  }

  it('lists container, command line and start', async () => {
    const { processes } = await listProcesses(proc);
    expect(processes).toMatchObject([
      {
        ...{ pid: 41, startTicks: 250, commandLine: 'nginx -g daemon off;' },
        container: { runtime: 'docker', id: ID },
      },
      { pid: 42, commandLine: '\u202egnp.exe \n$(zap)' },
    ]);
    expect(processes[1]).not.toHaveProperty('container');
  });

  it('gives the name it has for itself, and follows no link out of it', async () => {
    expect(await containerHostname(41, proc)).toBe('web-1');
    expect(await containerHostname(42, proc)).toBeUndefined();
    expect(await containerHostname(43, proc)).toBeUndefined();
  });
});

describe('a hidden part of /proc', () => {
  it.each([
    ['rw,hidepid=invisible', true],
    ['rw,gid=4,hidepid=2', true],
    ['rw,hidepid=ptraceable', true],
    ['rw,hidepid=off', false],
    ['rw,hidepid=noaccess', false],
    ['rw', false],
  ])('is seen in its mount options, %s', async (options, hidden) => {
    const folder = mkdtempSync(join(tmpdir(), 'probescope-mountinfo-'));
    const file = join(folder, 'mountinfo');
    const rest = '30 1 8:1 / / rw - ext4 /dev/sda1 rw,hidepid=2';
    writeFileSync(file, `24 30 0:22 / /proc rw,nosuid shared:12 - proc proc ${options}\n${rest}\n`);
    expect(await hidesProcesses(file)).toBe(hidden);
    rmSync(folder, { recursive: true });
  });

  it('is none on this machine, as this test sees all processes', async () => {
    const isHidden = /hidepid=(?!0|off)/.test(readFileSync('/proc/self/mountinfo', 'utf8'));
    expect(await hidesProcesses()).toBe(isHidden);
  });
});

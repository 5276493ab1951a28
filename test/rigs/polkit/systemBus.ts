import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { command, mustCommand } from '../command';
import { until } from '../poll';
import type { UndoLog } from './undoLog';

const SOCKET = '/run/dbus/system_bus_socket';
const POLKITD = ['/usr/lib/polkit-1/polkitd', '/usr/libexec/polkitd'];

/** Sees to a system D-Bus with polkitd on it: what a desktop has and a bare container has not. */
export async function startPolkit(log: UndoLog): Promise<void> {
  if (!(await busAnswers())) {
    await mkdir('/run/dbus', { recursive: true });
    await log.fileAt(SOCKET);
    await log.fileAt('/run/dbus/pid');
    await mustCommand(['dbus-uuidgen', '--ensure']);
    await mustCommand(['rm', '-f', SOCKET, '/run/dbus/pid']);
    await startDaemon(['dbus-daemon', '--system', '--nopidfile', '--nofork'], log);
    await until('the system D-Bus answers', busAnswers);
  }
  if (!(await hasPolkit())) {
    const program = POLKITD.find(existsSync);
    if (program === undefined) {
      throw new Error('polkitd is not installed: apt-get install polkitd');
    }
    await startDaemon([program, '--no-debug'], log);
    await until('polkitd is on the system D-Bus', hasPolkit);
  }
}

async function startDaemon(
  [program = '', ...args]: readonly string[],
  log: UndoLog,
): Promise<void> {
  const child = spawn(program, args, {
    detached: true,
    stdio: 'ignore',
    env: { PATH: '/usr/bin:/bin' },
  });
  await new Promise<void>((resolve, reject) => child.once('spawn', resolve).once('error', reject));
  child.unref();
  await log.process(child.pid ?? 0);
}

const busAnswers = async () => (await dbus('org.freedesktop.DBus.GetId')).code === 0;

async function hasPolkit(): Promise<boolean> {
  const name = 'string:org.freedesktop.PolicyKit1';
  const { code, stdout } = await dbus('org.freedesktop.DBus.NameHasOwner', name);
  return code === 0 && stdout.includes('boolean true');
}

function dbus(method: string, ...args: string[]): ReturnType<typeof command> {
  const destination = '--dest=org.freedesktop.DBus';
  const base = ['dbus-send', '--system', '--print-reply', '--reply-timeout=2000', destination];
  return command([...base, '/org/freedesktop/DBus', method, ...args]);
}

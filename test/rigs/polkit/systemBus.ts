import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, open, readFile } from 'node:fs/promises';
import { command, mustCommand } from '../command';
import { until } from '../poll';
import { type ProcessIdentity, stillRuns } from '../machine';
import { endProcess, type UndoLog } from './undoLog';

const SOCKET = '/run/dbus/system_bus_socket';
/** What the daemons say, for the error when one does not come up. */
const OUTPUT = '/run/probescope-rig/daemons.log';
const POLKITD = ['/usr/lib/polkit-1/polkitd', '/usr/libexec/polkitd'];

/** A system D-Bus with polkitd on it: what a desktop has and a bare container has not. Starts what is missing. */
export class SystemBus {
  /** Our own polkitd; undefined where the machine's own runs. */
  private polkitd: ProcessIdentity | undefined;

  private constructor(private readonly log: UndoLog) {}

  static async start(log: UndoLog): Promise<SystemBus> {
    if (!(await busAnswers())) {
      await mkdir('/run/dbus', { recursive: true });
      await log.fileAt(SOCKET);
      await log.fileAt('/run/dbus/pid');
      await mustCommand(['dbus-uuidgen', '--ensure']);
      await mustCommand(['rm', '-f', SOCKET, '/run/dbus/pid']);
      await startDaemon(['dbus-daemon', '--system', '--nopidfile', '--nofork'], log);
      await until('the system D-Bus answers', busAnswers);
    }
    const bus = new SystemBus(log);
    if (!(await hasPolkit())) {
      await bus.startPolkit();
    }
    return bus;
  }

  /**
   * Has polkitd read its rules. It watches their folder, but under load a change went unnoticed for 10 s: so ours is
   * started again, which also forgets its agents.
   */
  async readRules(): Promise<void> {
    if (this.polkitd !== undefined) {
      await endProcess(this.polkitd);
      // While the bus still has the old one's name, the new one does not get it, and exits.
      await until('polkitd has left the system D-Bus', async () => !(await hasPolkit()));
      await this.startPolkit();
    }
  }

  private async startPolkit(): Promise<void> {
    const program = POLKITD.find(existsSync);
    if (program === undefined) {
      throw new Error('polkitd is not installed: apt-get install polkitd');
    }
    this.polkitd = await startDaemon([program, '--no-debug'], this.log);
    try {
      await until('polkitd is on the system D-Bus', hasPolkit, 30_000);
    } catch (error) {
      const runs = this.polkitd !== undefined && stillRuns(this.polkitd);
      const bus = (await busAnswers()) ? 'answers' : 'does not answer';
      const said = await readFile(OUTPUT, 'utf8').catch(String);
      throw new Error(`polkitd ${runs ? 'runs' : 'has ended'}, the bus ${bus}:\n${said}`, {
        cause: error,
      });
    }
  }
}

async function startDaemon(
  [program = '', ...args]: readonly string[],
  log: UndoLog,
): Promise<ProcessIdentity | undefined> {
  await log.fileAt(OUTPUT);
  const output = await open(OUTPUT, 'a');
  try {
    const child = spawn(program, args, {
      detached: true,
      stdio: ['ignore', output.fd, output.fd],
      env: { PATH: '/usr/bin:/bin' },
    });
    await new Promise<void>((resolve, reject) =>
      child.once('spawn', resolve).once('error', reject),
    );
    child.unref();
    return await log.process(child.pid ?? 0);
  } finally {
    await output.close();
  }
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

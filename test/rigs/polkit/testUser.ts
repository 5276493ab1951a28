import { mkdir } from 'node:fs/promises';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { chown } from 'node:fs/promises';
import { command, mustCommand } from '../command';
import { until } from '../poll';
import type { UndoLog } from './undoLog';

/** An ordinary user that programs of a test run as. */
export class TestUser {
  readonly home: string;
  /** XDG_RUNTIME_DIR: 0700 and the user's own. */
  readonly runtimeDir: string;

  private constructor(
    readonly name: string,
    readonly uid: number,
    readonly gid: number,
  ) {
    this.home = `/home/${name}`;
    this.runtimeDir = `/run/user/${uid}`;
  }

  /** Adds the user; the log removes it again, with all it owns. */
  static async add(name: string, log: UndoLog): Promise<TestUser> {
    await log.user(name);
    await mustCommand(['useradd', '--create-home', '--shell', '/bin/bash', name]);
    const uid = Number(await mustCommand(['id', '--user', name]));
    const gid = Number(await mustCommand(['id', '--group', name]));
    const user = new TestUser(name, uid, gid);
    await log.fileAt(user.runtimeDir);
    await mkdir(user.runtimeDir, { recursive: true, mode: 0o700 });
    await chown(user.runtimeDir, uid, gid);
    return user;
  }

  /** The whole environment of the user's programs, as after a login on a text console. */
  get env(): Record<string, string> {
    return {
      HOME: this.home,
      USER: this.name,
      LOGNAME: this.name,
      SHELL: '/bin/bash',
      PATH: '/usr/bin:/bin',
      LANG: 'C.UTF-8',
      XDG_RUNTIME_DIR: this.runtimeDir,
    };
  }

  /**
   * The command that runs `argv` as this user, with its groups and none of root's capabilities. The environment is
   * `env` plus `extra`, and nothing else.
   */
  argv(argv: readonly string[], extra: Readonly<Record<string, string>> = {}): string[] {
    const ids = [
      `--reuid=${this.name}`,
      `--regid=${this.name}`,
      '--init-groups',
      '--inh-caps=-all',
    ];
    const env = Object.entries({ ...this.env, ...extra }).map(
      ([name, value]) => `${name}=${value}`,
    );
    return ['setpriv', ...ids, 'env', '-i', ...env, ...argv];
  }

  /** Sets the user's password, for sudo in a terminal. */
  async setPassword(password: string): Promise<void> {
    await mustCommand(['chpasswd'], { input: `${this.name}:${password}\n` });
  }

  /** Whether `sudo -n` would run `program` as root now. */
  async maySudo(program: string): Promise<boolean> {
    return (await command(this.argv(['sudo', '-n', '-l', program]))).code === 0;
  }

  /** Ends whatever still runs as this user; the user is ours, so all of it is. */
  async endProcesses(): Promise<void> {
    const running = () => readdirSync('/proc').filter(pid => /^\d+$/.test(pid) && this.owns(pid));
    await until(`nothing runs as ${this.name}`, () => {
      const pids = running();
      pids.forEach(pid => process.kill(Number(pid), 'SIGKILL'));
      return pids.length === 0;
    });
  }

  private owns(pid: string): boolean {
    try {
      const zombie = /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
      return !zombie && statSync(`/proc/${pid}`).uid === this.uid;
    } catch {
      return false;
    }
  }
}

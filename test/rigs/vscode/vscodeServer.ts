import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, chown, copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Kit } from '../../../scripts/kits.mjs';
import { mustCommand } from '../command';
import { until } from '../poll';
import { guard } from './guard';
import { QUIET_SETTINGS } from './quietSettings';

/** Who the server, and with it the extension host, runs as: a TestUser, possibly wrapped. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
  argv(argv: readonly string[], env: Readonly<Record<string, string>>): string[];
}

export interface ServerOptions {
  readonly kit: Kit;
  /** The packaged extension to install, if any. */
  readonly vsix?: string;
  /** User settings, on top of those that keep VS Code quiet. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Settings of the machine: where a machine-scoped setting must be for a server to take it. */
  readonly machineSettings?: Readonly<Record<string, unknown>>;
  /** Reaches the extension host's process.env. */
  readonly env?: Readonly<Record<string, string>>;
  readonly user?: ServerUser;
  /** Switches on the test driver, without which 1.139 ignores extensionTestsPath. It hides toasts. */
  readonly testDriver?: boolean;
}

/** A VS Code server with folders, settings and extensions of its own, gone without a trace when stopped. */
export class VscodeServer {
  private output = '';
  private readonly unguard: () => void;

  private constructor(
    /** Holds everything the server writes: settings, extensions, logs, HOME. */
    readonly folder: string,
    private readonly process: ChildProcess,
    /** Runs the server's program with further arguments, as its user. */
    private readonly cli: (...args: string[]) => Promise<unknown>,
  ) {
    for (const stream of [process.stdout, process.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    }
    this.unguard = guard(this.pid, folder);
  }

  /** Installs the VSIX and starts; resolves when the server answers, half a second later. */
  static async start(options: ServerOptions): Promise<VscodeServer> {
    const folder = await makeFolder(options);
    const entry = [options.kit.node, options.kit.entry];
    const places = ['--user-data-dir', join(folder, 'ud'), '--extensions-dir', join(folder, 'ext')];
    const asUser = userArgv(options, folder);
    const cli = async (...args: string[]): Promise<unknown> => {
      const { argv, env } = asUser([...entry, ...places, ...args]);
      return mustCommand(argv, { env, cwd: '/', timeout: 60_000 });
    };
    if (options.vsix !== undefined) {
      const vsix = join(folder, basename(options.vsix));
      await copyFile(options.vsix, vsix);
      await chmod(vsix, 0o644);
      await cli('--install-extension', vsix, '--force');
    }
    const { argv, env } = asUser([...entry, ...places, ...SWITCHES, ...driver(options)]);
    const [program = '', ...args] = argv;
    const child = spawn(program, args, {
      env,
      cwd: '/',
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const server = new VscodeServer(folder, child, cli);
    await until('the VS Code server answers', () => server.isReady(), 30_000).catch(
      async (error: unknown) => {
        await server.stop();
        throw new Error(`VS Code did not start: ${server.log}`, { cause: error });
      },
    );
    return server;
  }

  /** Where the browser finds it: http://127.0.0.1:PORT. */
  get url(): string {
    return /listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(this.output)?.[1] ?? '';
  }

  /** Of the server itself; it leads the session that everything it starts is in. */
  get pid(): number {
    return this.process.pid ?? 0;
  }

  /** What the server wrote to its terminal so far. */
  get log(): string {
    return this.output;
  }

  /** The unpacked folder of the extension that was installed from the VSIX. */
  async extensionFolder(): Promise<string> {
    const entries = await readdir(join(this.folder, 'ext'));
    const name = entries.find(entry => entry.startsWith('probescope.'));
    if (name === undefined) {
      throw new Error(`No extension of ours among ${entries.join(', ')}`);
    }
    return join(this.folder, 'ext', name);
  }

  /** Uninstalls our extension while the server runs, as its command line does. */
  async uninstallExtension(): Promise<void> {
    await this.cli('--uninstall-extension', 'probescope.probescope');
  }

  /** Replaces the machine's settings; a running window takes them within a moment. */
  async setMachineSettings(settings: Readonly<Record<string, unknown>>): Promise<void> {
    await writeFile(join(this.folder, 'ud/Machine/settings.json'), JSON.stringify(settings));
  }

  /**
   * Ends the server and every process it started, and removes its folder.
   * @param signal SIGKILL to see what a crash leaves; the extension hosts are killed with it
   */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const { process: child } = this;
    if (child.exitCode === null && child.signalCode === null) {
      const ended = new Promise(resolve => child.once('exit', resolve));
      this.signalGroup(signal);
      const kill = setTimeout(() => this.signalGroup('SIGKILL'), 10_000);
      await ended;
      clearTimeout(kill);
    }
    await until('the server processes have ended', () => !this.signalGroup(0), 10_000).catch(() =>
      this.signalGroup('SIGKILL'),
    );
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    this.unguard();
  }

  /** Signals the server's process group; false when there is none left. */
  private signalGroup(signal: NodeJS.Signals | 0): boolean {
    try {
      return process.kill(-(this.process.pid ?? 0), signal);
    } catch {
      return false;
    }
  }

  private async isReady(): Promise<boolean> {
    if (this.process.exitCode !== null) {
      throw new Error(`it ended with ${this.process.exitCode}`);
    }
    return this.url !== '' && (await fetch(`${this.url}/healthz`)).ok;
  }
}

const SWITCHES = [
  '--auth=none',
  '--bind-addr=127.0.0.1:0',
  '--disable-telemetry',
  '--disable-update-check',
  '--disable-workspace-trust',
  '--disable-getting-started-override',
  '--ignore-last-opened',
];

/** 1.100 needs no switch for the test driver, and knows none. */
function driver({ kit, testDriver = false }: ServerOptions): string[] {
  const needed = testDriver && kit.version !== '1.100';
  return needed ? ['--vscode-option', 'enable-smoke-test-driver'] : [];
}

async function makeFolder(options: ServerOptions): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'probescope-vscode-'));
  const folders = ['ud/User', 'ud/Machine', 'ext', 'home', 'run'].map(name => join(folder, name));
  for (const path of folders) {
    await mkdir(path, { recursive: true, mode: 0o700 });
  }
  const settings = { ...QUIET_SETTINGS, ...options.settings };
  await writeFile(join(folder, 'ud/User/settings.json'), JSON.stringify(settings));
  const machine = options.machineSettings ?? {};
  await writeFile(join(folder, 'ud/Machine/settings.json'), JSON.stringify(machine));
  if (options.user) {
    const { uid, gid } = options.user;
    await mustCommand(['chown', '-R', `${uid}:${gid}`, folder]);
    await chown(folder, uid, gid);
  }
  return folder;
}

/** How to run something as the server's user, in an environment of its own. */
function userArgv(options: ServerOptions, folder: string) {
  const own = { XDG_CONFIG_HOME: join(folder, 'home'), XDG_DATA_HOME: join(folder, 'home') };
  const extra = { ...own, ...options.env };
  return (argv: readonly string[]): { argv: string[]; env: Record<string, string> } => {
    if (options.user) {
      return { argv: options.user.argv(argv, extra), env: { PATH: '/usr/bin:/bin' } };
    }
    const home = join(folder, 'home');
    const env = {
      PATH: process.env['PATH'] ?? '/usr/bin:/bin',
      HOME: home,
      LANG: 'C.UTF-8',
      SHELL: '/bin/bash',
      XDG_RUNTIME_DIR: join(folder, 'run'),
      ...extra,
    };
    return { argv: [...argv], env };
  };
}

import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { until } from '../../../rigs/poll';

/** A line as the journal has it. */
export interface JournalLine {
  readonly MESSAGE: string;
  readonly PRIORITY: string;
  readonly SYSLOG_FACILITY: string;
  readonly SYSLOG_IDENTIFIER: string;
  readonly _PID: string;
  readonly _UID: string;
}

/** A real systemd-journald of our own: a namespace of journals has its own sockets and files. */
export class OwnJournal {
  private constructor(
    private readonly namespace: string,
    private readonly process: ChildProcess,
  ) {}

  static async start(): Promise<OwnJournal> {
    const namespace = `probescope${randomUUID().slice(0, 8)}`;
    const journal = new OwnJournal(
      namespace,
      spawn('/usr/lib/systemd/systemd-journald', [namespace], { stdio: 'ignore' }),
    );
    await until('the journal listens', () => existsSync(join(journal.folder, 'stdout')));
    return journal;
  }

  /** What starts a program that finds this journal where the machine's is: in its own mount namespace. */
  get wrapper(): string[] {
    const mounts =
      'folder=$1; shift; mkdir -p /run/systemd/journal && mount --bind "$folder" /run/systemd/journal && exec "$@"';
    return ['unshare', '--mount', 'sh', '-c', mounts, 'sh', this.folder];
  }

  /** All lines that came from Probescope, as soon as there are `count`. */
  async lines(count: number): Promise<JournalLine[]> {
    return until(`the journal has ${count} lines`, async () => {
      const args = ['--namespace', this.namespace, '-t', 'probescope', '-o', 'json', '--no-pager'];
      const { stdout } = await promisify(execFile)('journalctl', args);
      const lines = stdout.split('\n').filter(Boolean);
      const parsed = lines.map(line => JSON.parse(line) as JournalLine);
      if (parsed.length < count) {
        throw new Error(`so far it has ${JSON.stringify(parsed.map(({ MESSAGE }) => MESSAGE))}`);
      }
      return parsed;
    });
  }

  async stop(): Promise<void> {
    const ended = new Promise(resolve => this.process.once('close', resolve));
    this.process.kill('SIGTERM');
    await ended;
    await rm(this.folder, { recursive: true, force: true });
    for (const root of ['/var/log/journal', '/run/log/journal']) {
      const names = await readdir(root).catch(() => []);
      const own = names.filter(name => name.endsWith(`.${this.namespace}`));
      await Promise.all(own.map(name => rm(join(root, name), { recursive: true })));
    }
  }

  private get folder(): string {
    return `/run/systemd/journal.${this.namespace}`;
  }
}

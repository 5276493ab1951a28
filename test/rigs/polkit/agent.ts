import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mustCommand } from '../command';
import { until } from '../poll';
import type { TestUser } from './testUser';
import type { UndoLog } from './undoLog';

/** What the agent does when it is asked for a password: dismiss the dialog, report that it was wrong, or wait for ever. */
export type AgentAnswer = 'cancel' | 'fail' | 'hang';

/**
 * A polkit agent of the test user. A desktop's agent serves a whole session; without logind it must be registered for the
 * very process that calls pkexec. So programs started by `argv` see, in a mount namespace of their own, a `/usr/bin/pkexec`
 * that first has the agent registered for its parent and then becomes the real one.
 */
export class PolkitAgent {
  private output = '';

  private constructor(
    private readonly folder: string,
    private readonly process: ChildProcess,
  ) {
    process.stdout?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    process.stderr?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
  }

  static async start(answer: AgentAnswer, user: TestUser, log: UndoLog): Promise<PolkitAgent> {
    const folder = await mkdtemp(join(tmpdir(), 'probescope-agent-'));
    await log.fileAt(folder);
    await chmod(folder, 0o755);
    const [ask, answered] = [join(folder, 'ask'), join(folder, 'answered')];
    await mustCommand(['mkfifo', ask, answered]);
    await Promise.all([ask, answered].map(fifo => chown(fifo, user.uid, user.gid)));
    const real = join(folder, 'pkexec');
    await writeFile(real, '');
    const wrapper = join(folder, 'wrapper');
    const script = `#!/bin/sh\necho $PPID >${ask}\nread ok <${answered}\nexec ${real} "$@"\n`;
    // setuid, which a script's has no effect, because that is how a usable pkexec is told.
    await writeFile(wrapper, script, { mode: 0o4755 });
    const program = fileURLToPath(new URL('agent.py', import.meta.url));
    const process = spawn('/usr/bin/python3', [program, answer, ask, answered], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const agent = new PolkitAgent(folder, process);
    await log.process(process.pid ?? 0);
    await until('the polkit agent is ready', () => agent.output.includes('ready\n'));
    return agent;
  }

  /** How often polkit asked this agent for a password. */
  get asked(): number {
    return this.output.split('asked ').length - 1;
  }

  /** What it was asked: the action and polkit's words to the user, a line each. */
  get questions(): string[] {
    return [...this.output.matchAll(/^asked (.*)$/gm)].map(match => match[1] ?? '');
  }

  /** How often a question was taken back because who asked has gone. */
  get withdrawn(): number {
    return this.output.split('withdrawn').length - 1;
  }

  /** The command that runs `argv` (as from TestUser.argv) where pkexec finds this agent. */
  argv(argv: readonly string[]): string[] {
    const mounts =
      'mount --bind /usr/bin/pkexec "$1/pkexec" && mount --bind "$1/wrapper" /usr/bin/pkexec && shift && exec "$@"';
    const unshare = ['unshare', '--mount', '--propagation', 'private'];
    return [...unshare, 'sh', '-c', mounts, 'sh', this.folder, ...argv];
  }

  async stop(): Promise<void> {
    const ended = new Promise(resolve => this.process.once('close', resolve));
    this.process.kill('SIGKILL');
    await ended;
    await rm(this.folder, { recursive: true, force: true });
  }
}

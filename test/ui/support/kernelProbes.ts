import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sessionOf } from '../../rigs/machine';
import { until } from '../../rigs/poll';

const TRACEFS = '/sys/kernel/tracing';
const OWNER = /probescope_u(\d+)_p(\d+)_[0-9a-z]+/;

/** Whose probes a test file looks at: those of helpers that its VS Code server started. */
export interface Whose {
  /** User the server runs as. */
  readonly uid: number;
  /** The session (setsid) that the server and all it starts are in; helpers of an ordinary user are in others. */
  readonly session: number;
}

/**
 * What the kernel itself says of our probes. Other suites may run on the machine: a probe is theirs, and not looked at,
 * while its helper lives in another session.
 */
export class KernelProbes {
  private readonly before: ReadonlySet<string>;

  private constructor(
    private readonly whose: Whose,
    before: readonly string[],
  ) {
    this.before = new Set(before);
  }

  /** From now on: what an earlier run left is not this one's. */
  static async since(whose: Whose): Promise<KernelProbes> {
    return new KernelProbes(whose, [...(await eventLines()), ...(await instances())]);
  }

  /** Lines of `uprobe_events` and `kprobe_events` that are ours. */
  async lines(): Promise<string[]> {
    return (await eventLines()).filter(line => this.isOurs(line));
  }

  /** Our tracing instances. */
  async instances(): Promise<string[]> {
    return (await instances()).filter(name => this.isOurs(name));
  }

  /** Everything of ours, in one list. */
  async all(): Promise<string[]> {
    return [...(await this.lines()), ...(await this.instances())];
  }

  /** What a file of our one tracing instance holds, such as `set_event_pid`. */
  async inInstance(...file: string[]): Promise<string> {
    const [instance = ''] = await this.instances();
    return (await readFile(join(TRACEFS, 'instances', instance, ...file), 'latin1')).trim();
  }

  /** Waits until the kernel has nothing of ours. */
  async nothingLeft(): Promise<void> {
    await until('the kernel lists nothing of ours', async () => {
      const left = await this.all();
      if (left.length > 0) {
        throw new Error(left.join('\n'));
      }
      return true;
    });
  }

  /** Our events whose names begin with `label`, each as `GROUP/EVENT`. */
  async events(label: string): Promise<string[]> {
    return (await this.lines()).map(eventOf).filter(event => event.includes(`/${label}`));
  }

  /** The one event of {@link events}. */
  async event(label: string): Promise<string> {
    const found = await this.events(label);
    if (found.length !== 1) {
      throw new Error(`Not one event ${label}: ${found.join(' | ')}`);
    }
    return found[0]!;
  }

  /** The count of an event in `uprobe_profile`: `  FILE EVENT HITS`. */
  async hits(event: string): Promise<number> {
    const name = event.slice(event.indexOf('/') + 1);
    const profile = await readFile(join(TRACEFS, 'uprobe_profile'), 'utf8');
    const line = profile.split('\n').find(each => each.trim().split(/\s+/)[1] === name);
    if (line === undefined) {
      throw new Error(`No ${name} in uprobe_profile`);
    }
    return Number(line.trim().split(/\s+/)[2]);
  }

  /** The pid of the helper that owns our only instance. */
  async helperPid(): Promise<number> {
    const pids = (await this.instances()).map(name => Number(OWNER.exec(name)?.[2]));
    if (pids.length !== 1) {
      throw new Error(`Not one instance: ${pids.join(', ')}`);
    }
    return pids[0]!;
  }

  private isOurs(text: string): boolean {
    const [, uid, pid] = OWNER.exec(text) ?? [];
    if (uid === undefined || Number(uid) !== this.whose.uid || this.before.has(text)) {
      return false;
    }
    const session = sessionOf(Number(pid));
    return this.whose.uid !== 0 || session === undefined || session === this.whose.session;
  }
}

/** `GROUP/EVENT` of a line. */
function eventOf(line: string): string {
  return /^[^:]*:(\S+)/.exec(line)?.[1] ?? '';
}

async function eventLines(): Promise<string[]> {
  const read = (name: string): Promise<string> =>
    readFile(join(TRACEFS, name), 'utf8').catch((error: unknown) => {
      // A kernel without kprobes has no kprobe_events.
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
        return '';
      }
      throw error;
    });
  const texts = await Promise.all(['uprobe_events', 'kprobe_events'].map(read));
  return texts.flatMap(text => text.split('\n')).filter(line => line !== '');
}

async function instances(): Promise<string[]> {
  return readdir(join(TRACEFS, 'instances'));
}

import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
  closeSync,
  constants,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomGroup, Tracefs, type UserProbe } from '../../../src/tracefs/index';

const FIXTURES = join(import.meta.dirname, '../../fixtures/tracefs');

/** A program compiled for one test file, in a folder of its own: nothing else maps it. */
export class Program {
  readonly folder = mkdtempSync(join(tmpdir(), 'probescope-tracefs-'));
  readonly path: string;

  constructor(source: 'target' | 'perfHold') {
    this.path = join(this.folder, source);
    execFileSync('gcc', ['-O1', '-o', this.path, join(FIXTURES, `${source}.c`)]);
  }

  /** The file offset of a function in bytes, from what nm and readelf say. */
  offsetOf(symbol: string): bigint {
    const line = run('nm', [this.path]).find(text => text.endsWith(` T ${symbol}`));
    const address = BigInt(`0x${line?.split(' ')[0] ?? ''}`);
    for (const text of run('readelf', ['-lW', this.path])) {
      const match = /^\s*LOAD\s+(0x\w+) (0x\w+) 0x\w+ (0x\w+) 0x\w+ R E /.exec(text);
      const [offset = 0n, start = 0n, size = 0n] = (match?.slice(1) ?? []).map(BigInt);
      if (address >= start && address < start + size) {
        return address - start + offset;
      }
    }
    throw new Error(`${symbol} is in no executable segment`);
  }

  /** Runs it to its end. */
  call(times: number): void {
    execFileSync(this.path, [String(times)]);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** Groups of one test file, and a look at what the kernel has of them. */
export class Groups {
  readonly tracefs = new Tracefs('/sys/kernel/tracing');
  private readonly prefix = `tfs${process.pid}`;

  create(): string {
    return randomGroup(this.prefix);
  }

  /** The lines of our groups, as the kernel lists them. */
  listed(): string[] {
    return readFileSync(this.tracefs.path('uprobe_events'), 'utf8')
      .split('\n')
      .filter(line => line.includes(`:${this.prefix}_`));
  }

  /** Writes to `uprobe_events` as another tool would, past the code under test. */
  writeRaw(command: string | Uint8Array): void {
    const fd = openSync(
      this.tracefs.path('uprobe_events'),
      constants.O_WRONLY | constants.O_APPEND,
    );
    try {
      writeSync(fd, typeof command === 'string' ? Buffer.from(command) : command);
    } finally {
      closeSync(fd);
    }
  }
}

/** Another process that holds the event through perf. */
export class PerfHolder {
  private constructor(private readonly child: ChildProcess) {}

  static async start(program: Program, id: number): Promise<PerfHolder> {
    const child = spawn(program.path, [String(id)], { stdio: ['pipe', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    return new PerfHolder(child);
  }

  async stop(): Promise<void> {
    const closed = once(this.child, 'exit');
    this.child.stdin?.end();
    await closed;
  }
}

export function uprobe(
  names: { group: string; event?: string },
  path: string | Uint8Array,
  offset: bigint,
): UserProbe {
  return { kind: 'uprobe', ...names, target: { path, offset }, args: [] };
}

function run(command: string, args: readonly string[]): string[] {
  return execFileSync(command, args, { encoding: 'utf8' }).split('\n');
}

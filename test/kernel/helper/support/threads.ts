import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ProcessId } from '../../../../src/protocol/processFiles';
import { toHex64 } from '../../../../src/protocol/scalars';
import { mustCommand } from '../../../rigs/command';
import type { UprobeRequest } from './target';

const SOURCE = join(import.meta.dirname, '../../../fixtures/scope/threads.c');

/** A program of many threads, compiled for one test file, which every user may run. */
export class ThreadsProgram {
  private constructor(
    private readonly folder: string,
    readonly path: string,
    private readonly offset: bigint,
  ) {}

  static async compile(): Promise<ThreadsProgram> {
    const folder = await mkdtemp(join(tmpdir(), 'probescope-threads-'));
    await chmod(folder, 0o755);
    const path = join(folder, 'threads');
    await mustCommand(['gcc', '-O2', '-pthread', '-o', path, SOURCE]);
    const symbol = /^([0-9a-f]+) T work$/m.exec(await mustCommand(['nm', path]))![1]!;
    const sections = await mustCommand(['readelf', '-SW', path]);
    const text = /\.text\s+PROGBITS\s+([0-9a-f]+)\s+([0-9a-f]+)/.exec(sections)!;
    const shift = BigInt(`0x${text[2]!}`) - BigInt(`0x${text[1]!}`);
    return new ThreadsProgram(folder, path, BigInt(`0x${symbol}`) + shift);
  }

  /** A probe on `work`, whose argument is the number of the thread. */
  async probe(): Promise<UprobeRequest> {
    const { dev, ino } = await stat(this.path, { bigint: true });
    return {
      kind: 'uprobe',
      label: 'work',
      args: [{ name: 'number', fetch: '%di', type: 's32' }],
      enable: true,
      file: { path: this.path, device: toHex64(dev), inode: toHex64(ino) },
      offset: toHex64(this.offset),
    };
  }

  /** @param uid whose process it is */
  async start(threads: number, uid?: number): Promise<ThreadsProcess> {
    const ids = uid === undefined ? {} : { uid, gid: uid };
    const child = spawn(this.path, [`${threads}`], {
      stdio: ['pipe', 'pipe', 'inherit'],
      cwd: '/',
      ...ids,
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    await lines.next();
    return new ThreadsProcess(child, lines);
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}

/** One that runs and waits. */
export class ThreadsProcess {
  constructor(
    private readonly child: ChildProcess,
    private readonly lines: AsyncIterator<string>,
  ) {}

  get pid(): number {
    return this.child.pid!;
  }

  get id(): ProcessId {
    const stat = readFileSync(`/proc/${this.pid}/stat`, 'latin1');
    const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]!;
    return { pid: this.pid, start: toHex64(BigInt(start)) };
  }

  /** Every thread, a new one and a child call `work` once. */
  async call(): Promise<void> {
    this.child.stdin!.write('\n');
    await this.lines.next();
  }

  /** All its threads go on as another user, as root's may. */
  async become(uid: number): Promise<void> {
    this.child.stdin!.write(`u${uid}\n`);
    await this.lines.next();
  }

  end(): void {
    this.child.kill('SIGKILL');
  }
}

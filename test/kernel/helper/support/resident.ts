import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { chmod, copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { ProcessId } from '../../../../src/protocol/processFiles';
import { toHex64 } from '../../../../src/protocol/scalars';
import { mustCommand } from '../../../rigs/command';

const SOURCE = fileURLToPath(new URL('../../../fixtures/processes/resident.c', import.meta.url));

/** A folder that every user may read, with private copies of a program that stays until it is told to end. */
export class Residents {
  private readonly running: Resident[] = [];

  private constructor(
    readonly folder: string,
    /** A program without libraries, so that it runs in an empty root. */
    readonly program: string,
    /** File offset of `work`. */
    readonly offset: bigint,
  ) {}

  static async compile(): Promise<Residents> {
    const folder = await mkdtemp(join(tmpdir(), 'probescope-resident-'));
    await chmod(folder, 0o755);
    const program = join(folder, 'resident');
    await mustCommand(['gcc', '-O2', '-static', '-no-pie', '-o', program, SOURCE]);
    return new Residents(folder, program, await offsetOf(program, 'work'));
  }

  /** Another build of the program: the same functions elsewhere, in another file. */
  async rebuild(name: string): Promise<string> {
    const path = join(this.folder, name);
    await mustCommand(['gcc', '-Os', '-g', '-static', '-no-pie', '-o', path, SOURCE]);
    return path;
  }

  async copy(name: string): Promise<string> {
    const path = join(this.folder, name);
    await copyFile(this.program, path);
    await chmod(path, 0o755);
    return path;
  }

  /** Runs `argv`, which ends in being the program. */
  async run(...argv: readonly string[]): Promise<Resident> {
    const resident = await Resident.start(argv);
    this.running.push(resident);
    return resident;
  }

  async remove(): Promise<void> {
    await Promise.all(this.running.map(resident => resident.end()));
    await rm(this.folder, { recursive: true, force: true });
  }
}

type Child = ChildProcessByStdio<Writable, Readable, null>;

/** The program as it runs. */
export class Resident {
  private constructor(
    private readonly child: Child,
    private readonly lines: Interface,
    readonly id: ProcessId,
  ) {}

  static async start([program = '', ...args]: readonly string[]): Promise<Resident> {
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    const lines = createInterface(child.stdout);
    const said = await Promise.race([once(lines, 'line'), once(child, 'close')]);
    if (said[0] !== 'ready') {
      throw new Error(`${[program, ...args].join(' ')} ended with ${String(said[0])}`);
    }
    return new Resident(child, lines, processId(child.pid ?? 0));
  }

  /** Lets it call `work`. */
  async work(times: number): Promise<void> {
    const answered = once(this.lines, 'line');
    this.child.stdin.write(`${times}\n`);
    await answered;
  }

  async end(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const closed = once(this.child, 'close');
      this.child.stdin.end();
      await closed;
    }
  }
}

/** A process that runs, by pid and start time. */
export function processId(pid: number): ProcessId {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  return { pid, start: toHex64(BigInt(start ?? '')) };
}

/** By nm and readelf. */
async function offsetOf(path: string, symbol: string): Promise<bigint> {
  const sections = await mustCommand(['readelf', '-SW', path]);
  const text = /\.text\s+PROGBITS\s+([0-9a-f]+)\s+([0-9a-f]+)/.exec(sections)!;
  const line = new RegExp(`^([0-9a-f]+) [tT] ${symbol}$`, 'm').exec(
    await mustCommand(['nm', path]),
  );
  return BigInt(`0x${line![1]!}`) - BigInt(`0x${text[1]!}`) + BigInt(`0x${text[2]!}`);
}

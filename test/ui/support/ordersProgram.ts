import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { buildExample } from '../../../scripts/example.mjs';
import { mustCommand } from '../../rigs/command';

/** A workspace with a private copy of the example program in it. A probe is on a file: nobody else runs this one. */
export class OrdersWorkspace {
  private readonly running: ChildProcess[] = [];

  private constructor(
    readonly folder: string,
    /** The compiled program. */
    readonly program: string,
  ) {}

  static async make(): Promise<OrdersWorkspace> {
    const folder = await mkdtemp(join(tmpdir(), 'probescope-orders-'));
    // An ordinary user's VS Code opens it too.
    await chmod(folder, 0o755);
    return new OrdersWorkspace(folder, await buildExample(folder));
  }

  /** The path of `name` in the workspace. */
  path(name: string): string {
    return join(this.folder, name);
  }

  /** Copies the program to another name of the workspace. */
  async copy(name: string): Promise<string> {
    await cp(this.program, this.path(name));
    return this.path(name);
  }

  /** Compiles it anew, as a developer does: another file at the same path, while the old one runs on. */
  async rebuild(): Promise<void> {
    await buildExample(this.folder);
  }

  /** Writes other code into a program of the workspace, as `cp` does: the file stays the same. */
  async overwrite(program: string): Promise<void> {
    const built = this.path('.unoptimised');
    await mustCommand(['gcc', '-O0', '-g', '-o', built, this.path('orders.c')]);
    await writeFile(program, await readFile(built));
    await rm(built);
  }

  /**
   * Runs a program of the workspace; `price_order` is then called fifty times a second.
   * @param env added to the environment
   */
  async run(program = this.program, env: Readonly<Record<string, string>> = {}): Promise<number> {
    const child = spawn(program, [], {
      cwd: this.folder,
      stdio: 'ignore',
      env: { ...process.env, ...env },
    });
    await new Promise<void>((resolve, reject) =>
      child.once('spawn', resolve).once('error', reject),
    );
    this.running.push(child);
    return child.pid ?? 0;
  }

  /** The file offset of a function's first byte, by nm; the text of these programs is mapped as it lies in the file. */
  async offset(symbol: string, file = this.program): Promise<string> {
    const table = await mustCommand(['nm', file]);
    const line = table.split('\n').find(each => each.endsWith(` ${symbol}`));
    return BigInt(`0x${line?.split(' ')[0] ?? ''}`).toString(16);
  }

  /** Names of the processes that run, for a failure's report. */
  get programs(): string[] {
    return this.running.map(child => basename(child.spawnfile));
  }

  async remove(): Promise<void> {
    await Promise.all(
      this.running.map(async child => {
        const ended = new Promise(resolve => child.once('exit', resolve));
        if (child.exitCode === null && child.kill('SIGKILL')) {
          await ended;
        }
      }),
    );
    await rm(this.folder, { recursive: true, force: true });
  }
}

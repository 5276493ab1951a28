import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { command } from '../command';
import { processIdentity, type ProcessIdentity, stillRuns } from '../machine';
import { until } from '../poll';

type Step =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'process'; readonly identity: ProcessIdentity }
  | { readonly kind: 'user'; readonly name: string };

/**
 * What was done to the machine, kept in a file so that the next run can take it back when this one was killed.
 * A step is noted before it is done; undoing one that never happened does nothing.
 */
export class UndoLog {
  private readonly steps: Step[] = [];

  private constructor(private readonly file: string) {}

  /** Takes back what an earlier run left in `file`, and starts a new log there. */
  static async open(file: string): Promise<UndoLog> {
    const log = new UndoLog(file);
    await mkdir(dirname(file), { recursive: true });
    if (existsSync(file)) {
      log.steps.push(...(JSON.parse(await readFile(file, 'utf8')) as Step[]));
      await log.undo();
    }
    return log;
  }

  /** Notes that `path`, a file or a folder, is going to be there. */
  async fileAt(path: string): Promise<void> {
    await this.note({ kind: 'file', path });
  }

  /** Notes a process that was just started; undefined when it has ended already. */
  async process(pid: number): Promise<ProcessIdentity | undefined> {
    const identity = processIdentity(pid);
    if (identity) {
      await this.note({ kind: 'process', identity });
    }
    return identity;
  }

  /** The processes that were noted. */
  get processes(): ProcessIdentity[] {
    return this.steps.flatMap(step => (step.kind === 'process' ? [step.identity] : []));
  }

  /** Notes a user that is going to be added. */
  async user(name: string): Promise<void> {
    await this.note({ kind: 'user', name });
  }

  /** Takes everything back, last step first. */
  async undo(): Promise<void> {
    for (;;) {
      const step = this.steps.at(-1);
      if (step === undefined) {
        break;
      }
      await undo(step);
      this.steps.pop();
    }
    await rm(this.file, { force: true });
  }

  private async note(step: Step): Promise<void> {
    this.steps.push(step);
    await writeFile(`${this.file}.new`, JSON.stringify(this.steps));
    await rename(`${this.file}.new`, this.file);
  }
}

async function undo(step: Step): Promise<void> {
  switch (step.kind) {
    case 'file':
      return rm(step.path, { recursive: true, force: true });
    case 'process':
      return endProcess(step.identity);
    case 'user': {
      const { code, stderr } = await command(['userdel', '--force', '--remove', step.name]);
      // 6: there is no such user; the run was killed before it was added.
      if (code !== 0 && code !== 6) {
        throw new Error(`The test user ${step.name} could not be removed: ${stderr}`);
      }
    }
  }
}

/** Ends exactly this process, if it still runs. */
export async function endProcess(identity: ProcessIdentity): Promise<void> {
  if (stillRuns(identity)) {
    process.kill(identity.pid, 'SIGTERM');
    await until(`process ${identity.pid} has ended`, () => !stillRuns(identity));
  }
}

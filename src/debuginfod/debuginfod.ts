import { rm } from 'node:fs/promises';
import { buildIdOf } from '../elf/buildIdOf';
import { ElfError } from '../elf/elfError';
import { DebuginfodError } from './debuginfodError';
import { download, type Progress } from './download';
import type { Downloads } from './downloads';
import { LIMITS, type Limits } from './limits';
import { prune } from './prune';

/** Told which server is asked, and of the bytes that come from it. */
export type LookUpProgress = (server: string, ...progress: Parameters<Progress>) => void;

/** Gets separate debug files from debuginfod servers (elfutils) into a folder, by build-id. */
export class Debuginfod {
  readonly #running = new Map<string, Promise<string>>();

  constructor(
    private readonly downloads: Downloads,
    private readonly limits: Limits = LIMITS,
  ) {}

  /**
   * The debug file of a build-id: asks the servers one after the other until one has it, unless it is
   * there already. A second call for the same build-id waits for the first one.
   *
   * @param buildId lower-case hex
   * @param servers see serverUrls
   * @returns path of the file
   * @throws DebuginfodError, or the signal's reason
   */
  async lookUp(
    buildId: string,
    servers: readonly string[],
    progress: LookUpProgress,
    signal: AbortSignal,
  ): Promise<string> {
    if (await this.#isKept(buildId)) {
      return this.downloads.fileOf(buildId);
    }
    const running = this.#running.get(buildId) ?? this.#ask(buildId, servers, progress, signal);
    this.#running.set(buildId, running);
    try {
      return await running;
    } finally {
      this.#running.delete(buildId);
    }
  }

  /** One that was damaged on the disk since is removed, and asked for again. */
  async #isKept(buildId: string): Promise<boolean> {
    if (!(await this.downloads.has(buildId))) {
      return false;
    }
    const found = await buildIdOf(this.downloads.fileOf(buildId)).catch(() => undefined);
    if (found !== buildId) {
      await this.downloads.remove(buildId);
    }
    return found === buildId;
  }

  async #ask(
    buildId: string,
    servers: readonly string[],
    progress: LookUpProgress,
    signal: AbortSignal,
  ): Promise<string> {
    const failures: DebuginfodError[] = [];
    for (const server of servers) {
      try {
        return await this.#askOne(buildId, server, progress, signal);
      } catch (error) {
        if (!(error instanceof DebuginfodError)) {
          throw error;
        }
        failures.push(error);
      }
    }
    // One that could not answer may have it: only "nobody has it" is remembered.
    const worse = failures.find(({ code }) => code !== 'notFound');
    if (!worse) {
      await this.downloads.setMissing(buildId);
    }
    throw worse ?? new DebuginfodError('notFound', 'No server has the debug file');
  }

  async #askOne(
    buildId: string,
    server: string,
    progress: LookUpProgress,
    signal: AbortSignal,
  ): Promise<string> {
    const file = await this.downloads.newPart(buildId).catch((error: unknown) => {
      throw new DebuginfodError('disk', String(error), undefined, { cause: error });
    });
    try {
      await download({
        server,
        path: `/buildid/${buildId}/debuginfo`,
        file,
        limits: this.limits,
        progress: (received, total) => progress(server, received, total),
        signal,
      });
      await checkAnswer(file, buildId, server);
      const kept = await this.downloads.keep(buildId, file);
      await prune(this.downloads.folder);
      return kept;
    } finally {
      await rm(file, { force: true });
    }
  }
}

async function checkAnswer(file: string, buildId: string, server: string): Promise<void> {
  const found = await buildIdOf(file).catch((error: unknown) => {
    if (error instanceof ElfError) {
      throw new DebuginfodError('wrongAnswer', error.message, server, { cause: error });
    }
    throw error;
  });
  if (found !== buildId) {
    const text = `The server sent a file with ${found ? `build-id ${found}` : 'no build-id'}`;
    throw new DebuginfodError('wrongAnswer', text, server);
  }
}

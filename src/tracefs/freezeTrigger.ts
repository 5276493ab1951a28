import { readFile } from 'node:fs/promises';
import { release } from 'node:os';
import { join } from 'node:path';
import { TracefsError } from './errors';
import { findLogEntry, readErrorLog, type ErrorLogEntry } from './errorLog';
import type { Instance } from './instance';
import { errnoOf, fileError } from './kernelErrors';
import { checkProbeName } from './probeName';
import { appendCommand } from './tracefsFile';

/** True of every call: with a filter the kernel looks at the record, and so has kept it, before it stops. */
const ALWAYS = 'common_pid >= 0';

/**
 * A trigger that stops an instance's buffer at the first call of which a filter is true. It arms the probe like
 * `enable` does, and keeps the event from being removed (`EBUSY`) until it is removed itself.
 */
export class FreezeTrigger {
  private readonly file: string;

  constructor(
    private readonly instance: Pick<Instance, 'folder' | 'exclusively'>,
    group: string,
    event: string,
    private readonly filter: string = ALWAYS,
  ) {
    checkProbeName({ group, event });
    this.file = join(instance.folder, 'events', group, event, 'trigger');
  }

  /** Throws `notSupported`, or `invalidInput` with the kernel's words about the filter. */
  async set(): Promise<void> {
    requireOwnSwitch();
    const text = await this.text();
    // The kernel lists what it has only as long as none is set (`trigger_show`).
    if (text.startsWith('#') && !/\btraceoff\b/.test(text)) {
      throw new TracefsError('notSupported', 'This kernel has no triggers that stop tracing.');
    }
    const log = { path: (name: string): string => join(this.instance.folder, name) };
    await this.instance.exclusively('Setting the condition', async () => {
      const before = await readErrorLog(log);
      try {
        await appendCommand(this.file, Buffer.from(`traceoff:1 if ${this.filter}`));
      } catch (error) {
        const after = await readErrorLog(log);
        throw await filterError(
          error,
          this.filter,
          findLogEntry(before, after, Buffer.from(this.filter)),
        );
      }
    });
  }

  /** Whether it has stopped the buffer since it was set. */
  async hasFired(): Promise<boolean> {
    return /^traceoff:count=0\b/m.test(await this.text());
  }

  async remove(): Promise<void> {
    await this.instance.exclusively('Removing the condition', () =>
      appendCommand(this.file, Buffer.from('!traceoff')),
    );
  }

  private async text(): Promise<string> {
    try {
      return await readFile(this.file, 'latin1');
    } catch (error) {
      throw await fileError(error, 'Reading the triggers');
    }
  }
}

/**
 * Until Linux 5.17 the trigger stopped the whole machine's tracing, other tools' as well, and not the instance
 * (commit "tracing: Have traceon and traceoff trigger honor the instance").
 */
function requireOwnSwitch(): void {
  const [major = 0, minor = 0] = release().split('.').map(Number);
  if (major < 5 || (major === 5 && minor < 17)) {
    throw new TracefsError(
      'notSupported',
      'Freezing by a condition needs Linux 5.17: older kernels would stop the tracing of everybody. Freeze by hand.',
    );
  }
}

async function filterError(
  error: unknown,
  line: string,
  log: ErrorLogEntry | undefined,
): Promise<TracefsError> {
  const errno = errnoOf(error);
  // ENOENT is what some parse errors answer, e.g. "Too many '('".
  if (errno !== 'EINVAL' && errno !== 'ENOENT') {
    return fileError(error, 'Setting the condition');
  }
  const words = log === undefined ? errno : `${errno}: ${log.text}`;
  return new TracefsError(
    'invalidInput',
    `The condition was not set: the kernel does not accept the filter (${words}).`,
    { errno, line, ...(log && { log }), cause: error },
  );
}

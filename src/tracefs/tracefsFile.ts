import { constants, writeSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileError } from './kernelErrors';
import { Turns } from './turns';

/**
 * How long a write may take before {@link switchEvent} gives it up, in ms. Arming a probe walks
 * every process that maps the file, which has been seen to take 60 ms.
 */
const SWITCH_MS = 1000;

/** A write that took longer had to wait for somebody, in ms. */
const SLOW_MS = 1;

/**
 * No value of `enable`: the kernel answers EINVAL (`event_enable_write` in
 * `kernel/trace/trace_events.c`).
 */
const REFUSED = 'x';

/**
 * One write(2) of `command`. The file is never opened with O_TRUNC, which would remove everybody's
 * events (`probes_open` in `kernel/trace/trace_uprobe.c`).
 */
export async function appendCommand(file: string, command: Uint8Array): Promise<void> {
  const handle = await open(file, constants.O_WRONLY | constants.O_APPEND);
  try {
    await handle.write(command, 0, command.length, null);
  } finally {
    await handle.close();
  }
}

/**
 * As {@link appendCommand}, one write(2) for each; `onEach` is called after each, and may throw. The kernel takes some
 * 40 µs for one that makes a place of a probe, and another thread twice that to have it done. So most are written here,
 * but for the first and whatever follows one that had to wait for somebody; others have their turn in between.
 */
export async function appendCommands(
  file: string,
  commands: readonly Uint8Array[],
  onEach: () => void,
): Promise<void> {
  const handle = await open(file, constants.O_WRONLY | constants.O_APPEND);
  try {
    let hadToWait = true;
    const turns = new Turns();
    for (const command of commands) {
      const begin = performance.now();
      if (hadToWait) {
        await handle.write(command, 0, command.length, null);
        hadToWait = false;
      } else {
        writeSync(handle.fd, command);
        hadToWait = performance.now() - begin > SLOW_MS;
      }
      onEach();
      await turns.pause();
    }
  } finally {
    await handle.close();
  }
}

/**
 * Writes `1` or `0` to an event's `enable`; false if it did not settle in time.
 *
 * The kernel answers EINTR while perf holds a uprobe event (`probe_event_enable` in
 * `kernel/trace/trace_uprobe.c`), and libuv repeats an interrupted write for ever. It repeats it
 * from our buffer: so once time is up the buffer is given a value that the kernel refuses, which
 * ends the loop and cannot disturb a write the kernel is already working on.
 */
export async function switchEvent(file: string, on: boolean): Promise<boolean> {
  const handle = await open(file, constants.O_WRONLY | constants.O_APPEND);
  const value = Buffer.alloc(1, on ? '1' : '0');
  const timer = setTimeout(() => value.fill(REFUSED), SWITCH_MS);
  try {
    await handle.write(value, 0, 1, null);
    return true;
  } catch (error) {
    if (value.toString() === REFUSED && hasCode(error, 'EINVAL')) {
      return false;
    }
    throw error;
  } finally {
    clearTimeout(timer);
    await handle.close();
  }
}

/** A whole file; undefined if there is none of that name. Throws {@link TracefsError}. */
export async function readIfThere(file: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) {
      return undefined;
    }
    throw await fileError(error, `Reading ${basename(file)}`);
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

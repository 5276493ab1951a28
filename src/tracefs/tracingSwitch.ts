import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fileError } from './kernelErrors';

/**
 * `tracing_on` of an instance, kept open: one system call of some 0.1 ms, which waits for no other write. The
 * instance cannot be removed before it is closed.
 */
export class TracingSwitch {
  private constructor(private fd: number | undefined) {}

  /** Throws `TracefsError`. */
  static async open(instanceFolder: string): Promise<TracingSwitch> {
    try {
      return new TracingSwitch(
        openSync(join(instanceFolder, 'tracing_on'), constants.O_RDWR | constants.O_APPEND),
      );
    } catch (error) {
      throw await fileError(error, 'Opening the switch of the buffer');
    }
  }

  /** Whether events get into the buffer, which a trigger or anybody with root may have ended. */
  get isOn(): boolean {
    const state = Buffer.alloc(1);
    return this.fd !== undefined && readSync(this.fd, state, 0, 1, 0) === 1 && state[0] === ON;
  }

  /** Lets events into the buffer, or none from now on. Throws what `fs` does. */
  set(on: boolean): void {
    if (this.fd !== undefined) {
      writeSync(this.fd, on ? '1' : '0');
    }
  }

  close(): void {
    if (this.fd !== undefined) {
      closeSync(this.fd);
      this.fd = undefined;
    }
  }
}

const ON = '1'.charCodeAt(0);

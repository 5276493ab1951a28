import { chooseInterpreter } from '../interpreter';
import type { Interpreter } from '../interpreter';

/** What every way that starts the helper on this machine needs. */
export class LaunchSettings {
  constructor(
    readonly log: (line: string) => void,
    private readonly nodePath?: string,
    private readonly handshakeMs?: number,
  ) {}

  /** The common part of a launch. @throws ElevationError `interpreter` if the user's setting is wrong. */
  async forLaunch(): Promise<{
    interpreter: Interpreter;
    log: (line: string) => void;
    handshakeMs?: number;
  }> {
    return {
      interpreter: await chooseInterpreter(this.nodePath),
      log: this.log,
      ...(this.handshakeMs === undefined ? {} : { handshakeMs: this.handshakeMs }),
    };
  }
}

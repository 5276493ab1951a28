import { chooseInterpreter } from '../interpreter';
import type { Interpreter } from '../interpreter';
import { ElevationError } from '../elevationError';
import type { Availability } from '../strategy';

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

  /** Whether there is a Node for root, and whether only root can change it. */
  async checkInterpreter(): Promise<Availability> {
    try {
      const { path, rootOwned } = await chooseInterpreter(this.nodePath);
      return {
        ok: true,
        reason: rootOwned
          ? `Root will run ${path}.`
          : `Root will run ${path}, which not only root can change.`,
      };
    } catch (error) {
      if (error instanceof ElevationError) {
        return { ok: false, code: error.code, reason: error.message };
      }
      throw error;
    }
  }
}

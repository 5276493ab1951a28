import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { EndReason, HelperConnection, StrategyId } from '../strategy';
import type { CommandEnd } from './runningCommand';

/** How long after the stream's end the process is waited for, to learn its exit code (ms). */
const LAST_WORDS_MS = 3000;

/** A stream with a helper at its other end, and what is known of the process. */
export class HelperLink implements HelperConnection {
  readonly ended: Promise<EndReason>;
  readonly needsProof: boolean;
  readonly pid?: number;
  private disposed = false;

  constructor(
    readonly stream: Duplex,
    readonly via: StrategyId,
    command: Promise<CommandEnd>,
    peer?: { readonly pid: number; readonly isCertain: boolean },
  ) {
    this.needsProof = peer?.isCertain === false;
    if (peer !== undefined) {
      this.pid = peer.pid;
    }
    this.ended = this.watch(command);
  }

  dispose(): void {
    this.disposed = true;
    this.stream.destroy();
  }

  private async watch(command: Promise<CommandEnd>): Promise<EndReason> {
    let failure: string | undefined;
    this.stream.on('error', error => (failure = error.message));
    await new Promise<void>(resolve => {
      if (this.stream.closed) {
        resolve();
      }
      this.stream.once('close', resolve);
    });
    const end = await endWithin(command, LAST_WORDS_MS);
    // A write that failed because the process ended is that end, and its last words say more.
    const failed = failure !== undefined && end?.exitCode === undefined;
    const detail = end?.output || failure;
    return {
      code: this.disposed ? 'disposed' : failed ? 'failed' : 'closed',
      ...(end?.exitCode === undefined ? {} : { exitCode: end.exitCode }),
      ...(detail === undefined ? {} : { detail }),
    };
  }
}

async function endWithin(
  command: Promise<CommandEnd>,
  ms: number,
): Promise<CommandEnd | undefined> {
  const timer = new AbortController();
  const late = delay(ms, undefined, { signal: timer.signal, ref: false }).catch(() => undefined);
  const end = await Promise.race([command, late]);
  timer.abort();
  return end;
}

import { ElevationError } from '../elevationError';
import type { Rendezvous, RootPeer } from './rendezvous';
import type { CommandEnd, RunningCommand } from './runningCommand';

/** From the moment root was given until the helper must have connected (ms). */
export const HANDSHAKE_MS = 10_000;
/** How often it is looked whether the prompt was answered (ms). */
const LOOK_MS = 250;

export interface Waiting {
  readonly rendezvous: Rendezvous;
  readonly command: RunningCommand;
  readonly signal: AbortSignal;
  /** True once root was given: from then on the time counts, not while a person types. */
  readonly isAnswered: () => Promise<boolean>;
  /** Makes the error of a command that ended without a helper. */
  readonly explain: (end: CommandEnd) => ElevationError;
  readonly handshakeMs?: number;
}

/** Waits for the first of: the helper, the end of what was started, the user's Cancel, too long. */
export async function waitForHelper(waiting: Waiting): Promise<RootPeer> {
  const { rendezvous, command, signal } = waiting;
  const over = new AbortController();
  try {
    return await Promise.race([
      rendezvous.peer,
      command.ended.then(end => throwUnlessConnected(rendezvous, waiting.explain(end))),
      aborted(signal, over.signal),
      tooLong(waiting, over.signal),
    ]);
  } finally {
    over.abort();
  }
}

/** A helper that connects and ends at once is a connection that ended, not a failed start. */
async function throwUnlessConnected(
  rendezvous: Rendezvous,
  error: ElevationError,
): Promise<RootPeer> {
  const soon = new Promise<undefined>(resolve => {
    setImmediate(resolve, undefined);
  });
  const peer = await Promise.race([rendezvous.peer, soon]);
  if (peer === undefined) {
    throw error;
  }
  return peer;
}

function aborted(signal: AbortSignal, over: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const cancel = (): void => reject(cancelled());
    if (signal.aborted) {
      cancel();
    }
    signal.addEventListener('abort', cancel, { once: true, signal: over });
  });
}

/** The error of a person who said no to the extension itself. */
export function cancelled(): ElevationError {
  return new ElevationError('cancelled', 'Starting the helper was cancelled.');
}

function tooLong(waiting: Waiting, over: AbortSignal): Promise<never> {
  const limit = waiting.handshakeMs ?? HANDSHAKE_MS;
  return new Promise((_, reject) => {
    let answeredAt: number | undefined;
    const look = async (): Promise<void> => {
      if (answeredAt === undefined && (await waiting.isAnswered())) {
        answeredAt = performance.now();
      }
      if (answeredAt !== undefined && performance.now() - answeredAt > limit) {
        reject(lateError(waiting.rendezvous.impostors, limit));
      } else if (!over.aborted) {
        timer = setTimeout(() => void look(), LOOK_MS);
      }
    };
    let timer = setTimeout(() => void look(), 0);
    over.addEventListener('abort', () => clearTimeout(timer), { once: true });
  });
}

function lateError(impostors: number, limit: number): ElevationError {
  return impostors > 0
    ? new ElevationError(
        'impostor',
        'A program that is not root connected in the place of the helper and was cut off: see the log for its process.',
        `${impostors} refused`,
      )
    : new ElevationError(
        'timeout',
        `Root was given, but the helper did not connect within ${limit / 1000} seconds: see the log and try again.`,
      );
}

import type { ElevationError } from '../elevationError';
import type { HelperFile } from '../helperFile';
import { INSTALLED_LAUNCHER } from '../installed/places';
import type { Interpreter } from '../interpreter';
import { rootPeerCheck } from '../peer/rootPeer';
import { ownIdentity } from '../processIdentity';
import type { HelperConnection, StrategyId } from '../strategy';
import { HelperLink } from './helperLink';
import { Rendezvous } from './rendezvous';
import type { CommandEnd, RunningCommand } from './runningCommand';
import { SocketDirectory } from './socketDirectory';
import { stageZeroCommand } from './stageZero';
import { cancelled, waitForHelper } from './waitForHelper';

/** What differs between the ways that end in a socket. */
export interface SocketLaunch {
  readonly via: Exclude<StrategyId, 'command'>;
  readonly interpreter: Interpreter;
  readonly log: (line: string) => void;
  /** Someone may have to type: the time counts only from when root has read the helper. */
  readonly prompts: boolean;
  /** Runs the argument array as root, in this way's manner. */
  run(argv: readonly [string, ...string[]]): Promise<RunningCommand>;
  /** The error of an end without a helper. */
  explain(end: CommandEnd): ElevationError;
  /** Overrides the 10 seconds (tests). */
  readonly handshakeMs?: number;
}

/**
 * Starts a helper, by stage 0 if root did not put one in place, and waits for it on a socket of our own. Success is one thing only: a root
 * process connected. Whatever happens, the directory is gone afterwards.
 */
export async function launchOverSocket(
  launch: SocketLaunch,
  helper: HelperFile,
  signal: AbortSignal,
): Promise<HelperConnection> {
  if (signal.aborted) {
    throw cancelled();
  }
  const directory = await SocketDirectory.create(helper);
  let rendezvous: Rendezvous | undefined;
  let command: RunningCommand | undefined;
  try {
    const { socketPath, helperPath } = directory;
    rendezvous = await Rendezvous.open(
      socketPath,
      await rootPeerCheck(socketPath, launch.log),
      launch.log,
    );
    const { pid, startTime } = await ownIdentity();
    const owner = `${pid}:${startTime}`;
    command = await launch.run(
      launch.via === 'installed'
        ? [INSTALLED_LAUNCHER, socketPath, owner]
        : stageZeroCommand({
            helperPath,
            sha256: helper.sha256,
            interpreter: launch.interpreter,
            helperArguments: ['--socket', socketPath, '--via', launch.via, '--owner', owner],
          }),
    );
    const peer = await waitForHelper({
      rendezvous,
      command,
      signal,
      isAnswered: () => (launch.prompts ? directory.isHelperRead() : Promise.resolve(true)),
      explain: end => launch.explain(end),
      ...(launch.handshakeMs === undefined ? {} : { handshakeMs: launch.handshakeMs }),
    });
    return new HelperLink(peer.socket, launch.via, command.ended, peer);
  } catch (error) {
    command?.stop();
    void rendezvous?.peer.then(late => late.socket.destroy());
    throw error;
  } finally {
    rendezvous?.close();
    await directory.remove();
  }
}

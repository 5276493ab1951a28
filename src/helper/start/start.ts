import type { Duplex } from 'node:stream';
import { Log } from '../log';
import { HelperState } from '../helperState';
import { ownerName } from '../ownerName';
import { Session } from '../session';
import { parseArguments, type StartArguments } from './arguments';
import { credentialsOf } from './credentials';
import { checkOwner, watchOwner } from './owner';
import { processStatus, type ProcessStatus } from './processStatus';
import { endAtSignals } from './signals';
import { checkSocketPath } from './socketPath';
import { connectTo, standardStreams } from './streams';
import { userIdOf, type Environment } from './userId';

/** How long the other end may take to say hello, in ms; a command of the user's own may ask for a password first. */
const HANDSHAKE_MS = { socket: 10_000, stdio: 60_000 } as const;

/**
 * Checks who asks, connects, and serves until the connection ends. Throws `StartError`.
 * @param say takes lines of the log
 */
export async function start(
  argv: readonly string[],
  environment: Environment,
  say: (text: string) => void,
): Promise<void> {
  const log = new Log(say);
  const args = parseArguments(argv);
  const own = { uid: process.getuid?.() ?? -1, euid: process.geteuid?.() ?? -1 };
  const uid = userIdOf(args, environment, own);
  const owner = args.mode === 'socket' ? checkOwner(args.owner, uid, args.via) : undefined;
  const state = new HelperState(ownName(uid), credentialsOf(uid, owner, environment), log);
  const session = new Session(await connection(args, uid), state, HANDSHAKE_MS[args.mode]);
  await serve(session, args, owner);
}

async function serve(
  session: Session,
  args: StartArguments,
  owner: ProcessStatus | undefined,
): Promise<void> {
  endAtSignals(signal => {
    session.end(signal);
  });
  // A fault of ours must not leave probes behind.
  for (const fault of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(fault, (error: unknown) => {
      session.end(`fault: ${error instanceof Error ? (error.stack ?? error.message) : ''}`);
    });
  }
  const watch =
    args.mode === 'socket' && owner !== undefined
      ? watchOwner(args.owner, () => {
          session.end(`process ${args.owner.pid} is gone`);
        })
      : undefined;
  await session.ended;
  watch?.dispose();
}

function connection(args: StartArguments, uid: number): Promise<Duplex> {
  if (args.mode === 'stdio') {
    return Promise.resolve(standardStreams());
  }
  checkSocketPath(args.socket, uid);
  return connectTo(args.socket);
}

function ownName(uid: number): ReturnType<typeof ownerName> {
  return ownerName(uid, process.pid, processStatus(process.pid)?.startTime ?? 0n);
}

import { chmod } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { once } from 'node:events';
import type { RootPeerCheck } from '../peer/rootPeer';

/** The one peer that was let in. */
export interface RootPeer {
  readonly socket: Socket;
  readonly pid: number;
  /** The kernel itself said that it is root. */
  readonly isCertain: boolean;
}

/**
 * The socket on which a helper is awaited. Exactly one peer is let in: the first that is root. Others are cut
 * off and counted, and the waiting goes on, so an impostor that connects first wins nothing.
 */
export class Rendezvous {
  /** Settles when a root peer is connected; the socket then no longer listens. Never rejects. */
  readonly peer: Promise<RootPeer>;
  /** Peers that were not root. */
  impostors = 0;

  private constructor(
    private readonly server: Server,
    check: RootPeerCheck,
    log: (line: string) => void,
  ) {
    this.peer = new Promise(resolve => {
      let taken = false;
      server.on('connection', socket => {
        // Until it is let in, nobody else listens for the errors of this socket.
        socket.on('error', () => undefined);
        const identify = async () => check.identify(socket);
        void identify()
          .catch((error: unknown) => ({ refused: String(error) }))
          .then(found => {
            if (taken || 'refused' in found) {
              this.impostors += 1;
              log(
                `Not the helper, cut off: ${'refused' in found ? found.refused : 'a second one'}`,
              );
              socket.destroy();
              return;
            }
            taken = true;
            server.close();
            resolve({ socket, pid: found.pid, isCertain: check.isCertain });
          });
      });
    });
  }

  /** Listens at `path`, which only this user and root may connect to (mode 0600). */
  static async open(
    path: string,
    check: RootPeerCheck,
    log: (line: string) => void,
  ): Promise<Rendezvous> {
    const server = createServer();
    const rendezvous = new Rendezvous(server, check, log);
    server.listen(path);
    await once(server, 'listening');
    // A failed accept (no file descriptor left) must not end the extension host; the helper's time runs out.
    server.on('error', error => log(`The helper could not be let in: ${error.message}`));
    await chmod(path, 0o600);
    return rendezvous;
  }

  /** Stops listening; a peer that was let in keeps its connection. */
  close(): void {
    this.server.close();
  }
}

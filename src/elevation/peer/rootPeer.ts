import type { Socket } from 'node:net';
import { findHelperProcess } from './helperProcess';
import { loadPeerCredentials } from './peerCredentials';
import type { ReadPeerCredentials } from './peerCredentials';

/** Says whether who connected is root. */
export interface RootPeerCheck {
  /** The kernel answers, for this very connection; else who connected has to prove it: see `greet`. */
  readonly isCertain: boolean;
  /** The helper's process if the peer is root, `refused` with its uid or why if not. */
  identify(socket: Socket): Promise<{ readonly pid: number } | { readonly refused: string }>;
}

/**
 * The check for one socket path: SO_PEERCRED where ffi-rs works, otherwise the weaker look into /proc.
 *
 * Only this user and root can reach the socket (its directory is 0700), so both keep out no more than the
 * user's own programs. The weaker one accepts a peer when a root process runs as the helper of exactly this
 * socket: who connects before root was given is dropped, who races the real helper by milliseconds is not.
 */
export async function rootPeerCheck(
  socketPath: string,
  log: (line: string) => void,
): Promise<RootPeerCheck> {
  const read = await loadPeerCredentials(log);
  return read === undefined ? checkByProcess(socketPath) : checkByCredentials(read);
}

export function checkByCredentials(read: ReadPeerCredentials): RootPeerCheck {
  return {
    isCertain: true,
    identify: socket => {
      const fd = descriptorOf(socket);
      if (fd === undefined) {
        return Promise.resolve({ refused: 'it is gone already' });
      }
      const { pid, uid } = read(fd);
      return Promise.resolve(uid === 0 ? { pid } : { refused: `process ${pid} of uid ${uid}` });
    },
  };
}

export function checkByProcess(socketPath: string): RootPeerCheck {
  return {
    isCertain: false,
    identify: async () => {
      const pid = await findHelperProcess(socketPath);
      return pid === undefined ? { refused: 'no root process runs as the helper' } : { pid };
    },
  };
}

/** Node has no public name for a socket's descriptor; negative or missing once it is closed. */
function descriptorOf(socket: Socket): number | undefined {
  const handle: unknown = Reflect.get(socket, '_handle');
  const fd: unknown =
    typeof handle === 'object' && handle !== null ? Reflect.get(handle, 'fd') : undefined;
  return typeof fd === 'number' && fd >= 0 ? fd : undefined;
}

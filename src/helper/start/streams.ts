import { fstatSync } from 'node:fs';
import { Socket, connect } from 'node:net';
import { Duplex, type Readable, type Writable } from 'node:stream';
import { ExitCode, StartError } from './startError';

/** Connects to the user's socket. Throws {@link StartError} `socketRefused`. */
export function connectTo(path: string): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.removeAllListeners('error');
      resolve(socket);
    });
    socket.once('error', error => {
      reject(new StartError(ExitCode.socketRefused, `Cannot connect: ${error.message}.`));
    });
  });
}

/** Standard input and output as one stream. */
export function standardStreams(): Duplex {
  return Duplex.from({ readable: input(), writable: output() });
}

function input(): Readable {
  return isPipe(0) ? new Socket({ fd: 0, readable: true, writable: false }) : process.stdin;
}

/** Not `process.stdout`: Node writes to a pipe there synchronously, so a peer that stalls would stop the helper. */
function output(): Writable {
  return isPipe(1) ? new Socket({ fd: 1, readable: false, writable: true }) : process.stdout;
}

function isPipe(fd: number): boolean {
  const found = fstatSync(fd);
  return found.isFIFO() || found.isSocket();
}

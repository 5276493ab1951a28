import { RAL } from 'vscode-jsonrpc';

/** What is asked for only where messages come in the framing of the library's own. */
function unused(): never {
  throw new Error('Messages of this protocol are framed by itself.');
}

function disposing<T>(handle: T, end: (handle: T) => void): { dispose: () => void } {
  return {
    dispose: () => {
      end(handle);
    },
  };
}

/**
 * What vscode-jsonrpc needs of its surroundings: timers. Its own for Node (`vscode-jsonrpc/node`) comes with pipes,
 * sockets and processes, which are not to be in what runs as root.
 */
export function installJsonRpcRuntime(): void {
  RAL.install({
    crypto: { randomUUID: unused },
    applicationJson: {
      encoder: { name: 'application/json', encode: unused },
      decoder: { name: 'application/json', decode: unused },
    },
    messageBuffer: { create: unused },
    console,
    timer: {
      setTimeout: (callback, ms, ...args: unknown[]) =>
        disposing(setTimeout(callback, ms, ...args), clearTimeout),
      setImmediate: (callback, ...args: unknown[]) =>
        disposing(setImmediate(callback, ...args), clearImmediate),
      setInterval: (callback, ms, ...args: unknown[]) =>
        disposing(setInterval(callback, ms, ...args), clearInterval),
    },
  });
}

import { parentPort } from 'node:worker_threads';
import { SymbolDispatcher } from './symbolDispatcher';
import type { ToSymbolWorker } from './symbolMessages';

// Entry of dist/symbolWorker.js, a worker thread of the extension host.
const port = parentPort;
if (port) {
  const dispatcher = new SymbolDispatcher(message => port.postMessage(message));
  port.on('message', (message: ToSymbolWorker) => {
    void dispatcher.receive(message);
  });
}

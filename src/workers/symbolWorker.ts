import { parentPort } from 'node:worker_threads';
import demanglerModule from 'gecko-profiler-demangle/index_bg.wasm';
import { Demangler } from '../elf/names/demangler';
import { SymbolDispatcher } from './symbolDispatcher';
import type { ToSymbolWorker } from './symbolMessages';

// Entry of dist/symbolWorker.js, a worker thread of the extension host.
const port = parentPort;
if (port) {
  const dispatcher = new SymbolDispatcher(Demangler.load(demanglerModule), message =>
    port.postMessage(message),
  );
  port.on('message', (message: ToSymbolWorker) => {
    void dispatcher.receive(message);
  });
}

import { parentPort, workerData } from 'node:worker_threads';
import { threadOwner } from '../processes/threadOwner';
import type { FromEventWorker, ToEventWorker } from './eventMessages';
import { EventDispatcher } from './eventDispatcher';
import { EventService } from './eventService';
import { ThreadNames } from './threadNames';
import { WaitingPages } from './waitingPages';

// Entry of dist/eventWorker.js, a worker thread of the extension host.
const port = parentPort;
if (port) {
  const service = new EventService(new ThreadNames(tid => threadOwner(tid)));
  // The client's, built from the same types.
  const waiting = new WaitingPages(workerData as SharedArrayBuffer);
  const dispatcher = new EventDispatcher(
    service,
    (message: FromEventWorker) => port.postMessage(message),
    pages => waiting.take(pages),
  );
  port.on('message', (message: ToEventWorker) => {
    void dispatcher.receive(message);
  });
}

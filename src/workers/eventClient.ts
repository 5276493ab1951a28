import { Worker } from 'node:worker_threads';
import { RecordingError } from '../events/recording/recordingError';
import type { PagesFrame } from '../protocol/pages';
import type { EventMethod, EventRequests, FromEventWorker, ToEventWorker } from './eventMessages';
import { WaitingPages } from './waitingPages';

/** What goes beside a request. */
interface RequestOptions {
  /** Asks the worker to stop; it answers with what was done until then. */
  readonly signal?: AbortSignal;
  readonly progress?: (done: number) => void;
}

interface Pending {
  readonly progress?: ((done: number) => void) | undefined;
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** Bytes of pages that wait for a busy worker at most: some seconds of a million events a second. */
const MAX_WAITING = 256 << 20;
const CLOSED = 'The event reader was closed.';

/** The event worker as promises; it starts with the first request or page and ends with `dispose`. */
export class EventClient {
  private worker: Worker | undefined;
  private readonly pending = new Map<number, Pending>();
  private nextId = 1;
  private isDisposed = false;
  /** What the worker is not done with. */
  private waiting = new WaitingPages();

  /** @param workerFile path of the bundled worker, dist/eventWorker.js */
  constructor(
    private readonly workerFile: string,
    /** Told when it ends by itself: what it had is gone. */
    private readonly onLost: (reason: string) => void = () => undefined,
    private readonly maxWaiting = MAX_WAITING,
  ) {}

  request<M extends EventMethod>(
    method: M,
    params: EventRequests[M]['params'],
    { signal, progress }: RequestOptions = {},
  ): Promise<EventRequests[M]['result']> {
    return new Promise((resolve, reject) => {
      if (this.isDisposed) {
        // A page that is closed with it asks for its end, which must not begin another worker.
        reject(new Error(CLOSED));
        return;
      }
      const id = this.nextId++;
      signal?.addEventListener('abort', () => this.post({ cancel: id }), { once: true });
      this.pending.set(id, {
        progress,
        // The worker is ours, built from the same types.
        resolve: result => resolve(result as EventRequests[M]['result']),
        reject,
      });
      this.running().postMessage({ id, method, params });
    });
  }

  private post(message: ToEventWorker): void {
    this.worker?.postMessage(message);
  }

  /**
   * Hands pages to the worker; a copy, as theirs share memory with what arrives later. Where it is busy for long
   * they are given up, and it is told of how many: what waits is bounded.
   */
  takePages({ pages, ...facts }: PagesFrame): void {
    if (this.isDisposed) {
      return;
    }
    const worker = this.running();
    const isTooMuch = this.waiting.bytes + pages.length > this.maxWaiting;
    const own = isTooMuch ? new Uint8Array(0) : this.waiting.add(pages);
    const leftOut = isTooMuch ? pages.length : 0;
    const message: ToEventWorker = { ...facts, pages: own, leftOut, sent: Date.now() };
    worker.postMessage(message, own.buffer instanceof ArrayBuffer ? [own.buffer] : []);
  }

  async dispose(): Promise<void> {
    const { worker } = this;
    this.isDisposed = true;
    this.fail(CLOSED);
    await worker?.terminate();
  }

  private running(): Worker {
    return (this.worker ??= this.start());
  }

  private start(): Worker {
    this.waiting = new WaitingPages();
    const worker = new Worker(this.workerFile, { workerData: this.waiting.shared });
    // Events never keep the process alive.
    worker.unref();
    worker.on('message', (message: FromEventWorker) => this.settle(message));
    worker.on('error', error => this.lose(worker, `The event reader stopped: ${String(error)}`));
    worker.on('exit', () => this.lose(worker, 'The event reader stopped.'));
    return worker;
  }

  private settle(message: FromEventWorker): void {
    const pending = this.pending.get(message.id);
    if ('progress' in message) {
      pending?.progress?.(message.progress);
      return;
    }
    this.pending.delete(message.id);
    if ('error' in message) {
      pending?.reject(
        message.code ? new RecordingError(message.code, message.error) : new Error(message.error),
      );
    } else {
      pending?.resolve(message.result);
    }
  }

  private lose(worker: Worker, reason: string): void {
    if (this.worker === worker) {
      this.fail(reason);
      this.onLost(reason);
    }
  }

  private fail(reason: string): void {
    this.worker = undefined;
    this.pending.forEach(pending => pending.reject(new Error(reason)));
    this.pending.clear();
  }
}

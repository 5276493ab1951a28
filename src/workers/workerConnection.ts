import { Worker } from 'node:worker_threads';
import { SymbolError } from './symbolError';
import type {
  FromSymbolWorker,
  SymbolMethod,
  SymbolRequests,
  ToSymbolWorker,
} from './symbolMessages';

interface Pending {
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

/** One running symbol worker and the requests it has not answered yet. */
export class WorkerConnection {
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  #nextId = 1;
  #lost: SymbolError | undefined;

  constructor(file: string) {
    this.#worker = new Worker(file);
    // Symbols never keep the process alive.
    this.#worker.unref();
    this.#worker.on('message', (message: FromSymbolWorker) => this.#settle(message));
    this.#worker.on('error', error => this.#fail(`The symbol reader stopped: ${String(error)}`));
    this.#worker.on('messageerror', () =>
      this.#fail('The symbol reader sent an unreadable answer'),
    );
    this.#worker.on('exit', () => this.#fail('The symbol reader stopped'));
  }

  get alive(): boolean {
    return this.#lost === undefined;
  }

  /** Rejects with SymbolError, or with the signal's reason once it is aborted. */
  request<M extends SymbolMethod>(
    method: M,
    params: SymbolRequests[M]['params'],
    signal?: AbortSignal,
  ): Promise<SymbolRequests[M]['result']> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      if (this.#lost) {
        throw this.#lost;
      }
      const id = this.#nextId++;
      const onAbort = (): void => {
        this.#pending.delete(id);
        this.#worker.postMessage({ cancel: id } satisfies ToSymbolWorker);
        reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#pending.set(id, {
        resolve: result => {
          signal?.removeEventListener('abort', onAbort);
          // The worker is ours, built from the same types.
          resolve(result as SymbolRequests[M]['result']);
        },
        reject: (error: Error) => {
          signal?.removeEventListener('abort', onAbort);
          reject(error);
        },
      });
      this.#worker.postMessage({ id, method, params });
    });
  }

  async close(): Promise<void> {
    this.#fail('The symbol reader was closed');
    await this.#worker.terminate();
  }

  #settle(message: FromSymbolWorker): void {
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if ('error' in message) {
      pending?.reject(new SymbolError(message.error.code, message.error.message));
    } else {
      pending?.resolve(message.result);
    }
  }

  #fail(message: string): void {
    this.#lost ??= new SymbolError('workerLost', message);
    for (const pending of this.#pending.values()) {
      pending.reject(this.#lost);
    }
    this.#pending.clear();
  }
}

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type {
  SymbolErrorCode,
  SymbolMethod,
  SymbolRequests,
} from '../../../../src/workers/symbolMessages';

interface Answer {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly code: SymbolErrorCode; readonly message: string };
  readonly kibibytes?: number;
  readonly crash?: string;
}

/** A refusal by one of the worker's codes. */
export class Refused extends Error {
  constructor(
    readonly code: SymbolErrorCode,
    message: string,
  ) {
    super(message);
  }
}

/** The bundled symbol worker in a process of its own: every request has a deadline, and memory is counted. */
export class ReaderProcess {
  readonly #child: ChildProcess;
  /** Most memory that it ever had, in KiB. */
  kibibytes = 0;
  #nextId = 1;

  constructor(
    worker: string,
    private readonly patienceMs: number,
  ) {
    const script = join(import.meta.dirname, 'measuredReader.cjs');
    this.#child = fork(script, [worker], { serialization: 'advanced' });
  }

  /** Rejects with Refused, or with another error where it takes too long, crashes or ends. */
  async request<M extends SymbolMethod>(
    method: M,
    params: SymbolRequests[M]['params'],
  ): Promise<SymbolRequests[M]['result']> {
    const id = this.#nextId++;
    this.#child.send({ id, method, params });
    const signal = AbortSignal.timeout(this.patienceMs);
    const [answer] = (await once(this.#child, 'message', { signal })) as [Answer];
    this.kibibytes = Math.max(this.kibibytes, answer.kibibytes ?? 0);
    if (answer.error) {
      throw new Refused(answer.error.code, answer.error.message);
    }
    if (answer.id !== id) {
      throw new Error(answer.crash ?? 'An answer to nothing that was asked');
    }
    return answer.result as SymbolRequests[M]['result'];
  }

  async stop(): Promise<void> {
    const { exitCode, signalCode } = this.#child;
    if (exitCode === null && signalCode === null) {
      const gone = once(this.#child, 'exit');
      this.#child.kill();
      await gone;
    }
  }
}

import type { Duplex } from 'node:stream';
import type { Notification, Notifications } from '../protocol/requests';
import { Dispatcher } from './dispatcher';
import { guardHands } from './guard/guardHands';
import type { HelperState, Task } from './helperState';
import { removeEverything } from './removal';
import { RequestServer } from './requestServer';
import type * as v from 'valibot';

/** How often progress is told at most, in ms. */
const PROGRESS_MS = 100;

/** One connection from its first byte to its last: what ends it ends everything it made. */
export class Session {
  /** Settles when the connection is over and everything removed. */
  readonly ended: Promise<void>;
  private readonly server: RequestServer;
  private readonly dispatcher: Dispatcher;
  private ending: Promise<void> | undefined;
  private settle: () => void = () => undefined;

  constructor(
    private readonly stream: Duplex,
    private readonly state: HelperState,
    handshakeMs: number,
  ) {
    this.ended = new Promise(resolve => (this.settle = resolve));
    this.dispatcher = new Dispatcher(state);
    state.captures.begin(stream, (name, params) => {
      this.notify(name, params);
    });
    state.guard.begin(guardHands(state), stopped => {
      this.notify('stopped', stopped);
    });
    setTimeout(() => {
      if (!this.dispatcher.isGreeted) {
        this.end(`no hello within ${handshakeMs / 1000} s`);
      }
    }, handshakeMs).unref();
    this.server = new RequestServer(stream, {
      answer: (method, params, isStopped) => this.answer(method, params, isStopped),
      failed: error => {
        this.state.log.warn(`stream: ${error.message}`);
        this.end(error.message);
      },
      closed: () => {
        this.end('the stream ended');
      },
    });
  }

  /** Removes everything and closes the stream; the first reason counts. */
  end(reason: string): void {
    this.ending ??= this.finish(reason);
  }

  private async finish(reason: string): Promise<void> {
    this.state.log.sink = undefined;
    this.state.log.info(`ending: ${reason}`);
    try {
      await this.dispatcher.finish(() => removeEverything(this.state));
    } catch (error) {
      this.state.log.error(`cleaning up: ${error instanceof Error ? error.message : ''}`);
    }
    this.state.proof.take();
    await this.state.audit.close();
    this.stream.end();
    this.settle();
  }

  private async answer(
    method: string,
    params: unknown,
    isStopped: () => boolean,
  ): Promise<unknown> {
    const result = await this.dispatcher.request(method, params, this.task(method, isStopped));
    if (method === 'hello') {
      this.state.log.sink = (level, message) => {
        this.notify('log', { level, message });
      };
    } else if (method === 'bye') {
      // After the answer, which is written as soon as this function returns.
      setImmediate(() => {
        this.end('bye');
      });
    }
    return result;
  }

  private task(method: string, isStopped: () => boolean): Task {
    let last = performance.now();
    return {
      isStopped,
      progress: (done, total) => {
        const now = performance.now();
        if (now - last >= PROGRESS_MS) {
          last = now;
          this.notify('progress', { method, done, total });
        }
      },
    };
  }

  private notify<N extends Notification>(name: N, params: v.InferOutput<Notifications[N]>): void {
    this.server.notify(name, params);
  }
}

import type { Duplex } from 'node:stream';
import {
  createMessageConnection,
  ResponseError,
  type CancellationToken,
  type MessageConnection,
} from 'vscode-jsonrpc';
import { FrameMessageReader } from '../protocol/messageReader';
import { FrameMessageWriter } from '../protocol/messageWriter';
import type { Notification, Notifications } from '../protocol/requests';
import { Dispatcher } from './dispatcher';
import { errorData } from './errorData';
import { installJsonRpcRuntime } from './jsonRpcRuntime';
import { guardHands } from './guard/guardHands';
import type { HelperState, Task } from './helperState';
import { removeEverything } from './removal';
import { RequestGate } from './requestGate';
import type * as v from 'valibot';

/** JSON-RPC's code for errors of the application; ours are in `data.code`. */
const APPLICATION_ERROR = -32000;
/** How often progress is told at most, in ms. */
const PROGRESS_MS = 100;

/** One connection from its first byte to its last: what ends it ends everything it made. */
export class Session {
  /** Settles when the connection is over and everything removed. */
  readonly ended: Promise<void>;
  private readonly connection: MessageConnection;
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
    const gate = new RequestGate();
    installJsonRpcRuntime();
    this.connection = createMessageConnection(
      new FrameMessageReader(stream, gate),
      new FrameMessageWriter(stream, message => {
        gate.sent(message);
      }),
    );
    this.connection.onRequest((method, params, token) => this.answer(method, params, token));
    this.connection.onError(([error]) => {
      this.state.log.warn(`stream: ${error.message}`);
      this.end(error.message);
    });
    this.connection.onClose(() => {
      this.end('the stream ended');
    });
    setTimeout(() => {
      if (!this.dispatcher.isGreeted) {
        this.end(`no hello within ${handshakeMs / 1000} s`);
      }
    }, handshakeMs).unref();
    this.connection.listen();
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
    token: CancellationToken,
  ): Promise<unknown> {
    try {
      const result = await this.dispatcher.request(method, params, this.task(method, token));
      if (method === 'hello') {
        this.state.log.sink = (level, message) => {
          this.notify('log', { level, message });
        };
      } else if (method === 'bye') {
        // After the answer, which vscode-jsonrpc writes as soon as this function returns.
        setImmediate(() => {
          this.end('bye');
        });
      }
      return result;
    } catch (error) {
      const data = errorData(error);
      throw new ResponseError(APPLICATION_ERROR, data.message, data);
    }
  }

  private task(method: string, token: CancellationToken): Task {
    let last = performance.now();
    return {
      isStopped: () => token.isCancellationRequested,
      progress: (done, total) => {
        const now = performance.now();
        if (now - last >= PROGRESS_MS) {
          last = now;
          this.notify('progress', { method, done, total });
        }
      },
    };
  }

  /** Told if there is somebody to tell; nobody waits for it. */
  private notify<N extends Notification>(name: N, params: v.InferOutput<Notifications[N]>): void {
    this.connection.sendNotification(name, params).catch(() => undefined);
  }
}

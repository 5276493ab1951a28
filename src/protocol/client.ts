import type { Duplex } from 'node:stream';
import * as v from 'valibot';
import {
  CancellationTokenSource,
  createMessageConnection,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { HelperError } from './helperError';
import { FrameMessageReader } from './messageReader';
import { decodePages, type PagesFrame } from './pages';
import { FrameMessageWriter } from './messageWriter';
import { versionMessage } from './versionMessage';
import { PROTOCOL_VERSION, notifications, requests } from './requests';
import type { Hello, Method, Notification, Notifications, Params, Result } from './requests';

/** Why a connection ended: by us, by the peer, or over a broken frame or stream. */
export interface Closed {
  readonly by: 'us' | 'helper' | 'error';
  readonly reason: string;
}

/** Something to stop listening with. */
export interface Listening {
  dispose(): void;
}

/**
 * The extension's end of the stream to a helper. Parameters are typed, results are checked against
 * their schemas, failures are {@link HelperError}. It owns the stream and destroys it in `dispose`.
 */
export class HelperClient {
  /** Settles once, when the connection is over for whatever reason; never rejects. */
  readonly closed: Promise<Closed>;
  private readonly connection: MessageConnection;
  private ended: Closed | undefined;
  private failure: Error | undefined;
  private pagesListener: ((frame: PagesFrame) => void) | undefined;
  private settle: (closed: Closed) => void = () => undefined;

  constructor(private readonly stream: Duplex) {
    this.closed = new Promise(resolve => (this.settle = resolve));
    this.connection = createMessageConnection(
      new FrameMessageReader(stream, payload => {
        this.takePages(payload);
      }),
      new FrameMessageWriter(stream),
      undefined,
      // A limit makes vscode-jsonrpc take responses at once, so none is lost in its queue at the end.
      { maxParallelism: 1 },
    );
    this.connection.onError(([error]) => (this.failure ??= error));
    this.connection.onClose(() => {
      this.finish(
        this.failure === undefined
          ? { by: 'helper', reason: 'the helper ended' }
          : { by: 'error', reason: this.failure.message },
      );
    });
    this.connection.listen();
  }

  /** Whether requests can still be made. */
  get isOpen(): boolean {
    return this.ended === undefined;
  }

  /** The first request of a connection. Rejects with `version` where the two do not fit. */
  async hello(client: string, signal?: AbortSignal, nonce?: string): Promise<Hello> {
    const params = {
      protocol: PROTOCOL_VERSION,
      client,
      ...(nonce === undefined ? {} : { nonce }),
    };
    const hello = await this.request('hello', params, signal);
    if (hello.protocol !== PROTOCOL_VERSION) {
      throw new HelperError({ code: 'version', message: versionMessage(hello.protocol) });
    }
    return hello;
  }

  /**
   * Asks and waits for the answer. Aborting asks the helper to stop; the promise still settles
   * with its answer (`cancelled`, or what was done until then), so that nothing made is lost.
   */
  async request<M extends Method>(
    method: M,
    params: Params<M>,
    signal?: AbortSignal,
  ): Promise<Result<M>> {
    if (this.ended !== undefined) {
      throw closedError(this.ended);
    }
    if (signal?.aborted === true) {
      throw new HelperError({ code: 'cancelled', message: 'Cancelled before it was sent.' });
    }
    const cancellation = new CancellationTokenSource();
    const abort = (): void => {
      cancellation.cancel();
    };
    signal?.addEventListener('abort', abort, { once: true });
    try {
      const answer = await this.connection.sendRequest<unknown>(method, params, cancellation.token);
      return checkResult(method, answer);
    } catch (error) {
      throw this.isOpen ? HelperError.from(error) : closedError(this.ended);
    } finally {
      signal?.removeEventListener('abort', abort);
      cancellation.dispose();
    }
  }

  /** Calls `listener` with each well-formed notification of that name. */
  onNotification<N extends Notification>(
    name: N,
    listener: (params: v.InferOutput<Notifications[N]>) => void,
  ): Listening {
    return this.connection.onNotification(name, (params: unknown) => {
      const parsed = v.safeParse(notifications[name], params);
      if (parsed.success) {
        listener(parsed.output);
      }
    });
  }

  /**
   * Hands `listener` the pages of captures, one listener at a time. They share memory with what
   * arrives later: who keeps them copies them.
   */
  onPages(listener: (frame: PagesFrame) => void): Listening {
    this.pagesListener = listener;
    return {
      dispose: () => {
        if (this.pagesListener === listener) {
          this.pagesListener = undefined;
        }
      },
    };
  }

  /** Ends the connection; the helper removes everything it made and exits. */
  dispose(): void {
    this.finish({ by: 'us', reason: 'the connection was closed' });
  }

  private takePages(payload: Buffer): void {
    const frame = decodePages(payload);
    if (frame) {
      this.pagesListener?.(frame);
    }
  }

  private finish(closed: Closed): void {
    if (this.ended === undefined) {
      this.ended = closed;
      this.connection.dispose();
      this.stream.on('error', () => undefined);
      this.stream.destroy();
      this.settle(closed);
    }
  }
}

function checkResult<M extends Method>(method: M, answer: unknown): Result<M> {
  const parsed = v.safeParse(requests[method].result, answer);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const at = v.getDotPath(issue) ?? 'result';
    throw new HelperError({
      code: 'internal',
      message: `The helper's answer to ${method} is not as agreed (${at}: ${issue.message}).`,
    });
  }
  return parsed.output;
}

function closedError(closed: Closed | undefined): HelperError {
  const reason = closed?.reason ?? 'the connection was closed';
  return new HelperError({ code: 'closed', message: `The helper is gone: ${reason}.` });
}

import type { Duplex } from 'node:stream';
import { isId, isRecord, type Envelope, type MessageId } from '../protocol/envelope';
import { FrameReader } from '../protocol/frameReader';
import { FrameWriter } from '../protocol/frameWriter';
import { errorData } from './errorData';
import { RequestGate } from './requestGate';

/** JSON-RPC's code for errors of the application; ours are in `data.code`. */
const APPLICATION_ERROR = -32000;

/** What a connection is for. */
export interface Served {
  /** @param isStopped whether the peer asked to cancel this request */
  answer(method: string, params: unknown, isStopped: () => boolean): Promise<unknown>;
  /** The first broken frame, or a stream that failed. */
  failed(error: Error): void;
  closed(): void;
}

/**
 * The helper's end of JSON-RPC 2.0: it answers requests, and tells what happens. The extension has vscode-jsonrpc for
 * it, which does far more; the less of it runs as root the better.
 */
export class RequestServer {
  private readonly gate = new RequestGate();
  private readonly writer: FrameWriter;
  /** Requests that are not answered yet, and of those the ones to be cancelled. */
  private readonly stopped = new Map<MessageId, boolean>();

  constructor(
    stream: Duplex,
    private readonly served: Served,
  ) {
    this.writer = new FrameWriter(stream);
    const { gate } = this;
    const message = (envelope: Envelope): void => {
      this.take(envelope);
    };
    const failed = (error: Error): void => {
      served.failed(error);
    };
    const closed = (): void => {
      served.closed();
    };
    new FrameReader(stream, { message, failed, closed }, gate);
  }

  /** Told if there is somebody to tell; nobody waits for it. */
  notify(method: string, params: object): void {
    this.writer.write({ jsonrpc: '2.0', method, params }).catch(() => undefined);
  }

  /** The gate lets through no notification but the cancelling of what is under way. */
  private take(envelope: Envelope): void {
    if (envelope.kind === 'request') {
      void this.reply(envelope.id, envelope.method, envelope.params);
    } else if (envelope.kind === 'notification' && isRecord(envelope.params)) {
      const { id } = envelope.params;
      if (isId(id) && this.stopped.has(id)) {
        this.stopped.set(id, true);
      }
    }
  }

  private async reply(id: MessageId, method: string, params: unknown): Promise<void> {
    this.stopped.set(id, false);
    const isStopped = (): boolean => this.stopped.get(id) === true;
    const answer = await this.served
      .answer(method, params, isStopped)
      .then((result: unknown) => ({ result: result ?? null }), failure);
    this.stopped.delete(id);
    const write = (what: object): Promise<void> =>
      this.writer.write({ jsonrpc: '2.0', id, ...what });
    // What does not fit a frame is told, as somebody waits for it; where that fails too, nobody does.
    await write(answer)
      .catch((error: unknown) => write(failure(error)))
      .catch(() => undefined);
    this.gate.answered(id);
  }
}

function failure(error: unknown): object {
  const data = errorData(error);
  return { error: { code: APPLICATION_ERROR, message: data.message, data } };
}

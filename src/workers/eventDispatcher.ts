import { RecordingError } from '../events/recording/recordingError';
import type { EventMethod, EventRequests, FromEventWorker, ToEventWorker } from './eventMessages';
import type { EventService } from './eventService';
import type { EventCall, Handlers } from './events/handlers';

type Request = Extract<ToEventWorker, { method: EventMethod }>;

/** Turns messages into calls of the service and its results into messages, one for each request. */
export class EventDispatcher {
  private readonly running = new Map<number, AbortController>();

  /** @param onTaken told of the pages that it is done with */
  constructor(
    private readonly service: EventService,
    private readonly send: (message: FromEventWorker) => void,
    private readonly onTaken: (pages: Uint8Array) => void = () => undefined,
  ) {}

  async receive(message: ToEventWorker): Promise<void> {
    if ('cancel' in message) {
      this.running.get(message.cancel)?.abort();
      return;
    }
    if ('pages' in message) {
      const { capture, cpu, dropped, pages, epoch, retired, leftOut } = message;
      this.service.behind(Date.now() - message.sent);
      try {
        this.service.leaveOut(capture, leftOut);
        this.service.takePages(capture, cpu, dropped, pages, epoch, retired);
      } finally {
        this.onTaken(pages);
      }
      return;
    }
    const { id, method } = message;
    const abort = new AbortController();
    this.running.set(id, abort);
    try {
      const result = await this.call(method, message.params, {
        signal: abort.signal,
        progress: progress => this.send({ id, progress }),
      });
      this.send({ id, result });
    } catch (error) {
      this.send({
        id,
        error: error instanceof Error ? error.message : String(error),
        ...(error instanceof RecordingError && { code: error.code }),
      });
    } finally {
      this.running.delete(id);
    }
  }

  private async call<M extends EventMethod>(
    method: M,
    params: Request['params'],
    call: EventCall,
  ): Promise<EventRequests[M]['result']> {
    const handlers: Handlers = this.service.handlers;
    return handlers[method](params, call);
  }
}

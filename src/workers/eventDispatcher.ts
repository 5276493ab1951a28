import type { EventMethod, EventRequests, FromEventWorker, ToEventWorker } from './eventMessages';
import type { EventService } from './eventService';

type Request = Extract<ToEventWorker, { method: EventMethod }>;

/** Turns messages into calls of the service and its results into messages, one for each request. */
export class EventDispatcher {
  private readonly running = new Map<number, AbortController>();

  constructor(
    private readonly service: EventService,
    private readonly send: (message: FromEventWorker) => void,
  ) {}

  async receive(message: ToEventWorker): Promise<void> {
    if ('cancel' in message) {
      this.running.get(message.cancel)?.abort();
      return;
    }
    if ('pages' in message) {
      this.service.takePages(message.capture, message.cpu, message.dropped, message.pages);
      return;
    }
    const { id } = message;
    const abort = new AbortController();
    this.running.set(id, abort);
    try {
      this.send({ id, result: await this.call(message, abort.signal) });
    } catch (error) {
      this.send({ id, error: error instanceof Error ? error.message : String(error) });
    } finally {
      this.running.delete(id);
    }
  }

  private async call(
    request: Request,
    signal: AbortSignal,
  ): Promise<EventRequests[EventMethod]['result']> {
    switch (request.method) {
      case 'begin':
        return this.service.begin(request.params);
      case 'format':
        return this.service.format(request.params);
      case 'removeFormat':
        return this.service.removeFormat(request.params);
      case 'pair':
        return this.service.pair(request.params);
      case 'summary':
        return this.service.summary(request.params);
      case 'filter':
        return this.service.filter(request.params);
      case 'rows':
        return this.service.rows(request.params);
      case 'save':
        return this.service.save(request.params, signal, progress =>
          this.send({ id: request.id, progress }),
        );
      case 'schemas':
        return this.service.schemas();
    }
  }
}

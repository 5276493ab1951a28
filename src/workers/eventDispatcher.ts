import type { EventMethod, EventRequests, FromEventWorker, ToEventWorker } from './eventMessages';
import type { EventService } from './eventService';

type Request = Extract<ToEventWorker, { method: EventMethod }>;

/** Turns messages into calls of the service and its results into messages, one for each request. */
export class EventDispatcher {
  constructor(
    private readonly service: EventService,
    private readonly send: (message: FromEventWorker) => void,
  ) {}

  async receive(message: ToEventWorker): Promise<void> {
    if ('pages' in message) {
      this.service.takePages(message.capture, message.cpu, message.dropped, message.pages);
      return;
    }
    const { id } = message;
    try {
      this.send({ id, result: await this.call(message) });
    } catch (error) {
      this.send({ id, error: error instanceof Error ? error.message : String(error) });
    }
  }

  private async call(request: Request): Promise<EventRequests[EventMethod]['result']> {
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
      case 'schemas':
        return this.service.schemas();
    }
  }
}

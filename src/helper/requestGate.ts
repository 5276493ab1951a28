import type { Envelope, MessageId } from '../protocol/envelope';
import { isId, isRecord } from '../protocol/envelope';
import { FrameError } from '../protocol/frames';
import type { MessageGate } from '../protocol/frameReader';

/** Requests taken in before their answers are out; the rest waits in the stream. */
const MAX_PENDING = 64;

/**
 * What the helper takes from its stream: requests, each id once at a time, and their cancellation.
 * A peer that asks faster than it is answered, or does not read the answers, waits.
 */
export class RequestGate implements MessageGate {
  private readonly pending = new Set<MessageId>();
  private listener: () => void = () => undefined;

  get open(): boolean {
    return this.pending.size < MAX_PENDING;
  }

  onOpen(listener: () => void): void {
    this.listener = listener;
  }

  admit(envelope: Envelope): boolean {
    switch (envelope.kind) {
      case 'request':
        if (this.pending.has(envelope.id)) {
          throw new FrameError('badMessage', 'two requests with one id');
        }
        this.pending.add(envelope.id);
        return true;
      case 'notification':
        return envelope.method === '$/cancelRequest' && this.isPending(envelope.params);
      case 'response':
        throw new FrameError('badMessage', 'a response to nothing');
    }
  }

  /** To be called when an answer has left; it makes room for a request. */
  answered(id: MessageId): void {
    const wasFull = this.pending.size >= MAX_PENDING;
    this.pending.delete(id);
    if (wasFull) {
      this.listener();
    }
  }

  private isPending(params: unknown): boolean {
    return isRecord(params) && isId(params['id']) && this.pending.has(params['id']);
  }
}

import type { ViewEvent } from '../../protocol/eventsView';

/** Events kept in the page; more than a screen, so that scrolling back a little asks for nothing. */
const MAX_EVENTS = 2000;

/** The events that have arrived, by their number in the view. */
export class EventCache {
  private readonly events = new Map<number, ViewEvent>();

  get(index: number): ViewEvent | undefined {
    return this.events.get(index);
  }

  add(events: readonly ViewEvent[]): void {
    for (const event of events) {
      this.events.delete(event.index);
      this.events.set(event.index, event);
    }
    for (const index of this.events.keys()) {
      if (this.events.size <= MAX_EVENTS) {
        break;
      }
      this.events.delete(index);
    }
  }

  clear(): void {
    this.events.clear();
  }
}

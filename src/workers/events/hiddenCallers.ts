import type { EventStore } from '../../events/eventStore';
import { CALLER } from '../../events/masks';

/** Whether it is not to be known who called some function: stacks would tell. */
export function hidesCallers(store: Pick<EventStore, 'tables' | 'isMasked'>): boolean {
  return store.tables.some(({ format }) => store.isMasked(CALLER, format.name));
}

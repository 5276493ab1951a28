import { writeEvents } from '../../events/export/writeEvents';
import type { EventRequests } from '../eventMessages';
import type { EventSession } from './eventSession';
import { exportSource } from './exportSource';
import type { EventCall, Handlers } from './handlers';

/** Events to a file. */
export function saveHandlers(session: EventSession) {
  return {
    save(
      { view, path, kind, masked, labels }: EventRequests['save']['params'],
      { progress, signal }: EventCall,
    ): Promise<number> {
      const { capture } = session;
      capture.pairUp();
      const source = exportSource(
        capture,
        capture.shown(view).view,
        new Set(masked),
        labels,
        thread => capture.processName(thread),
      );
      return writeEvents(path, kind, source, progress, signal);
    },
  } satisfies Handlers<'save'>;
}

import { writeEvents } from '../../events/export/writeEvents';
import { maskTest } from '../../events/masks';
import { writeRecording } from '../../events/recording/writeRecording';
import type { EventRequests } from '../eventMessages';
import type { EventSession } from './eventSession';
import { exportSource } from './exportSource';
import type { EventCall, Handlers } from './handlers';
import { recordingSource } from './recordingSource';

/** Events to a file, and what of them is in none. */
export function saveHandlers(session: EventSession) {
  return {
    async save(
      { view, path, kind, masked, labels, lost, pauses = [] }: EventRequests['save']['params'],
      { progress, signal }: EventCall,
    ): Promise<number | null> {
      const { capture, names } = session;
      const hidden = new Set(masked);
      capture.pairUp();
      // Sees to it that the time of day is known.
      capture.news();
      try {
        if (kind === 'recording') {
          const beside = { labels, masked: hidden, lost, pauses, names: names.all };
          return await writeRecording(path, recordingSource(capture, beside), progress, signal);
        }
        const { view: shown } = capture.shown(view);
        const source = exportSource(capture, shown, hidden, labels);
        const told = pauses.length > 0 ? { ...source, pauses } : source;
        return await writeEvents(path, kind, told, progress, signal);
      } catch (error) {
        if (signal?.aborted === true) {
          return null;
        }
        throw error;
      }
    },

    mask({ patterns }: EventRequests['mask']['params']): null {
      session.mask(maskTest(patterns));
      return null;
    },
  } satisfies Handlers<'save' | 'mask'>;
}

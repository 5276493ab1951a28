import type { CallerRequests } from '../callers/callerRequests';
import type { Unnamed } from '../callers/placeNames';
import { callSite } from './callSite';
import type { EventSession } from './eventSession';
import type { Handlers } from './handlers';

/** Who called: names of places are asked for by the answers to `unnamed`, as they are looked up elsewhere. */
export function callerHandlers(session: EventSession) {
  return {
    async unnamed({
      capture: number,
    }: CallerRequests['unnamed']['params']): Promise<Unnamed | null> {
      const { capture } = session;
      return (capture.number === number && (await capture.callers.names.next())) || null;
    },

    named({ capture: number, places, names }: CallerRequests['named']['params']): null {
      const { capture } = session;
      if (capture.number === number) {
        capture.callers.names.take(places, names);
        capture.renamed();
      }
      return null;
    },

    callSite(params: CallerRequests['callSite']['params']): CallerRequests['callSite']['result'] {
      return callSite(session.capture, params) ?? null;
    },
  } satisfies Handlers<keyof CallerRequests>;
}

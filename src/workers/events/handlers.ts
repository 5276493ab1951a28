import type { EventMethod, EventRequests } from '../eventMessages';

/** What goes with one request. */
export interface EventCall {
  /** Aborted where nobody waits for the answer any more. */
  readonly signal?: AbortSignal;
  /** Says how far a long one is. */
  readonly progress: (done: number) => void;
}

/** Answers some of the event worker's requests. */
export type Handlers<M extends EventMethod = EventMethod> = {
  readonly [Each in M]: (
    params: EventRequests[Each]['params'],
    call: EventCall,
  ) => EventRequests[Each]['result'] | Promise<EventRequests[Each]['result']>;
};

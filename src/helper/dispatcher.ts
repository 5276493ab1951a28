import { PROTOCOL_VERSION, type Method, type Result } from '../protocol/requests';
import { isRecord } from '../protocol/envelope';
import { versionMessage } from '../protocol/versionMessage';
import { checkParams, isMethod } from './checkParams';
import type { HelperState, Task } from './helperState';
import { operations } from './operations/operations';
import type { Operation } from './operations/operation';
import { RateLimit } from './rateLimit';
import { Refusal } from './refusal';

/** Requests a second that are looked at; the rest is answered `limit`. */
const REQUESTS_PER_SECOND = 500;

/** Runs requests one after the other, each checked before anything is done. */
export class Dispatcher {
  private readonly rate = new RateLimit(REQUESTS_PER_SECOND);
  private isEnding = false;
  private last: Promise<unknown> = Promise.resolve();
  private greeted = false;

  constructor(private readonly state: HelperState) {}

  /** Whether a hello of the right version was answered. */
  get isGreeted(): boolean {
    return this.greeted;
  }

  /** Throws {@link Refusal} or `TracefsError`. */
  request(method: string, params: unknown, task: Task): Promise<unknown> {
    if (!this.rate.take()) {
      throw new Refusal('limit', `More than ${REQUESTS_PER_SECOND} requests a second.`);
    }
    if (!isMethod(method)) {
      throw new Refusal('badRequest', 'There is no such request.');
    }
    this.checkGreeting(method, params);
    return this.run(method, params, task);
  }

  /** Asks what is under way to stop, then does `last` and nothing after it. */
  finish(last: () => Promise<unknown>): Promise<unknown> {
    this.isEnding = true;
    return this.enqueue(last);
  }

  private run<M extends Method>(method: M, params: unknown, task: Task): Promise<Result<M>> {
    const checked = checkParams(method, params);
    const operation: Operation<M> = operations[method];
    if (method === 'stopCapture' || method === 'freezeRecorder') {
      // What the user sees stops now, whatever is still in hand; the rest comes behind it.
      this.state.captures.halt();
    }
    return this.enqueue(async () => {
      const isStopped = (): boolean => this.isEnding || task.isStopped();
      if (isStopped()) {
        throw new Refusal('cancelled', 'Cancelled before it was begun.');
      }
      if (method !== 'hello') {
        this.state.proof.take();
      }
      const result = await operation(this.state, checked, { ...task, isStopped });
      this.greeted ||= method === 'hello';
      return result;
    });
  }

  private enqueue<T>(task: () => Promise<T>): Promise<T> {
    const result = this.last.then(task);
    this.last = result.catch(() => undefined);
    return result;
  }

  /** The version first: another one may have another hello. */
  private checkGreeting(method: Method, params: unknown): void {
    if (method === 'hello') {
      const theirs = isRecord(params) ? params['protocol'] : undefined;
      if (typeof theirs === 'number' && theirs !== PROTOCOL_VERSION) {
        throw new Refusal('version', versionMessage(PROTOCOL_VERSION, theirs));
      }
    } else if (!this.greeted) {
      throw new Refusal('state', 'The first request must be hello.');
    }
  }
}

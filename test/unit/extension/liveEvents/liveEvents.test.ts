import { describe, expect, it } from 'vitest';
import { KernelLosses } from '../../../../src/extension/liveEvents/kernelLosses';
import { LiveEvents } from '../../../../src/extension/liveEvents/liveEvents';
import { ShownLive } from '../../../../src/extension/liveEvents/shownLive';
import { CaptureHub } from '../../../../src/extension/session/captureHub';
import type { CaptureHelper } from '../../../../src/extension/session/sharedCapture';
import { ProbeStore } from '../../../../src/extension/session/probeStore';
import type { Result } from '../../../../src/protocol/requests';
import type { EventMethod, EventRequests } from '../../../../src/workers/eventMessages';
import { EventDispatcher } from '../../../../src/workers/eventDispatcher';
import { EventService } from '../../../../src/workers/eventService';
import { ThreadNames } from '../../../../src/workers/threadNames';
import { pagesOf } from '../../events/storePages';
import { FORMAT } from '../../workers/workCapture';
import { HEADER_EVENT, headerPage } from '../../tracefs/pageWriter';
import { FakeHelper } from '../support/fakeHelper';
import { helperProbe, userRequest } from '../support/sampleProbes';

const FACTS = {
  ...{ capture: 1, littleEndian: true, clock: 'mono' },
  ...{ headerPage: headerPage(8), headerEvent: HEADER_EVENT },
};

/** Captures without a kernel; `formats` are those of its probes, by handle. */
class CapturingFakeHelper extends FakeHelper implements CaptureHelper {
  readonly formats = new Map<number, string>();
  /** From which epoch their numbers are theirs. */
  readonly since = new Map<number, number>();

  constructor(startCapture: () => Result<'startCapture'> = () => FACTS) {
    super({
      startCapture,
      stopCapture: () => ({ cpus: [], pauses: [] }),
      format: ({ handle }) => ({
        text: this.formats.get(handle) ?? 'nothing that can be read',
        since: this.since.get(handle) ?? 0,
      }),
    });
  }

  onPages(): { dispose(): void } {
    return { dispose: () => undefined };
  }

  onNotification(): { dispose(): void } {
    return { dispose: () => undefined };
  }
}

/** The event worker's own service, in this thread. */
function eventWorker(): ConstructorParameters<typeof LiveEvents>[1] & { service: EventService } {
  const service = new EventService(new ThreadNames(() => Promise.resolve(undefined)));
  return {
    service,
    takePages: ({ capture, cpu, dropped, pages }) =>
      service.takePages(capture, cpu, dropped, pages),
    request: <M extends EventMethod>(method: M, params: EventRequests[M]['params']) =>
      new Promise<EventRequests[M]['result']>((resolve, reject) => {
        const dispatcher = new EventDispatcher(service, message => {
          if ('result' in message) {
            resolve(message.result as EventRequests[M]['result']);
          } else if ('error' in message) {
            reject(new Error(message.error));
          }
        });
        void dispatcher.receive({ id: 1, method, params } as Parameters<
          typeof dispatcher.receive
        >[0]);
      }),
  };
}

function liveOn(
  helper: CapturingFakeHelper,
  capacity?: () => number,
): {
  live: LiveEvents;
  store: ProbeStore;
  service: EventService;
  errors: unknown[];
  running: { helper: CapturingFakeHelper | undefined };
} {
  const store = new ProbeStore();
  const worker = eventWorker();
  const errors: unknown[] = [];
  const running: { helper: CapturingFakeHelper | undefined } = { helper };
  const live = new LiveEvents(
    new CaptureHub(),
    worker,
    store,
    () => running.helper && { client: running.helper, via: 'direct' },
    error => errors.push(error),
    capacity && { capacity },
  );
  return { live, store, service: worker.service, errors, running };
}

describe('live events', () => {
  it('are off where the helper is lost while they begin', async () => {
    const helper = new CapturingFakeHelper(() => {
      running.helper = undefined;
      live.lose();
      return FACTS;
    });
    const { live, running } = liveOn(helper);
    await live.start();
    expect(live.state).toBe('off');
    running.helper = new CapturingFakeHelper();
    await live.start();
    expect(live.state).toBe('on');
  });

  it('can begin again where the worker could not, and leave no capture behind', async () => {
    let facts = { ...FACTS, headerPage: 'nothing that can be read' };
    const helper = new CapturingFakeHelper(() => facts);
    const { live, errors } = liveOn(helper);
    await live.start();
    expect([live.state, errors.length]).toEqual(['off', 1]);
    expect(helper.methods).toEqual(['startCapture', 'stopCapture']);
    facts = FACTS;
    await live.start();
    expect([live.state, errors.length]).toEqual(['on', 1]);
  });

  it('stay, with a word about it, where the helper ends amid them', async () => {
    const helper = new CapturingFakeHelper();
    const { live, store, service, errors, running } = liveOn(helper);
    helper.formats.set(1, FORMAT(7, 'first'));
    store.add([{ request: userRequest('first'), probe: helperProbe(1, { eventId: 7 }) }]);
    const scopes = { words: '', onDidChange: () => ({ dispose: () => undefined }) };
    const losses = new KernelLosses(
      () => Promise.reject(new Error('The helper ended.')),
      error => errors.push(error),
    );
    const shown = new ShownLive(live, losses, scopes, { ...scopes, now: 'ready' });
    await shown.opened();
    const notes: string[] = [];
    live.onDidChangeNote(note => notes.push(note));
    const event = { id: 7, time: 1000, thread: 5, a: 1, s: '' };
    service.takePages(1, 0, 0, pagesOf([event, { ...event, time: 2000 }]));
    running.helper = undefined;
    live.lose('The helper ended.');
    expect([live.state, notes]).toEqual(['off', ['The helper ended.']]);
    // Another helper comes: only the user's word takes their place.
    const other = new CapturingFakeHelper();
    other.formats.set(1, FORMAT(7, 'first'));
    running.helper = other;
    await shown.opened();
    const { rows, news } = service.handlers.rows({ from: 0, to: 10 });
    expect([live.state, rows.length, shown.news(news).events, errors]).toEqual(['off', 2, 2, []]);
    await shown.act('start');
    expect([live.state, live.note, errors]).toEqual(['on', '', []]);
  });

  it('are let go of where the capture is stopped, which stays so', async () => {
    const helper = new CapturingFakeHelper();
    const { live, store, service, errors } = liveOn(helper);
    helper.formats.set(1, FORMAT(7, 'first'));
    store.add([{ request: userRequest('first'), probe: helperProbe(1, { eventId: 7 }) }]);
    await live.start();
    service.takePages(1, 0, 0, pagesOf([{ id: 7, time: 1000, thread: 5, a: 1, s: '' }]));
    await live.stop();
    expect(service.handlers.rows({ from: 0, to: 10 }).rows).toHaveLength(1);
    const states: string[] = [];
    live.onDidChange(() => states.push(live.state));
    await live.clear();
    expect(service.handlers.rows({ from: 0, to: 10 }).rows).toEqual([]);
    // The page drops what it has with `starting`.
    expect([states, errors]).toEqual([['starting', 'off'], []]);
    await live.start();
    service.takePages(1, 0, 0, pagesOf([{ id: 7, time: 2000, thread: 5, a: 1, s: '' }]));
    expect([live.state, service.handlers.rows({ from: 0, to: 10 }).rows.length]).toEqual(['on', 1]);
  });

  it('are not said to be kept where a flight recorder had them when the helper ended', async () => {
    const { live, running } = liveOn(new CapturingFakeHelper());
    await live.record({ bufferKib: 1024 });
    running.helper = undefined;
    live.lose('The helper ended.');
    expect([live.state, live.isKept, live.note]).toEqual(['off', false, 'The helper ended.']);
  });

  it('are as many as are wanted, the newest', async () => {
    const helper = new CapturingFakeHelper();
    const { live, store, service } = liveOn(helper, () => 3);
    helper.formats.set(1, FORMAT(7, 'first'));
    store.add([{ request: userRequest('first'), probe: helperProbe(1, { eventId: 7 }) }]);
    await live.start();
    const events = [1, 2, 3, 4, 5].map(a => ({ id: 7, time: a * 1000, thread: 5, a, s: '' }));
    service.takePages(1, 0, 0, pagesOf(events));
    const { rows, news } = service.handlers.rows({ from: 0, to: 9 });
    expect([rows.map(({ values }) => values[0]), news.losses.dropped]).toEqual([
      ['3', '4', '5'],
      2,
    ]);
  });

  it('come of the other probes where one is described in a way not known', async () => {
    const helper = new CapturingFakeHelper();
    const { live, store, service, errors } = liveOn(helper);
    helper.formats.set(2, FORMAT(1002, 'second'));
    store.add([
      { request: userRequest('first'), probe: helperProbe(1) },
      { request: userRequest('second'), probe: helperProbe(2) },
    ]);
    await live.start();
    expect([live.state, errors.length]).toEqual(['on', 1]);
    expect(service.handlers.schemas().map(({ event }) => event)).toEqual(['second']);
  });

  it('are those of the probe that has the event’s number now', async () => {
    const helper = new CapturingFakeHelper();
    const { live, store, service } = liveOn(helper);
    helper.formats.set(1, FORMAT(7, 'first'));
    helper.formats.set(2, FORMAT(8, 'again'));
    helper.formats.set(3, FORMAT(7, 'other'));
    helper.since.set(3, 1);
    const [first] = store.add([
      { request: userRequest('first'), probe: helperProbe(1, { eventId: 7 }) },
    ]);
    await live.start();
    // Made again under another number; the kernel gives the former one to the next event.
    store.add([
      { request: userRequest('first'), probe: helperProbe(2, { eventId: 8 }), key: first!.key },
    ]);
    store.add([{ request: userRequest('other'), probe: helperProbe(3, { eventId: 7 }) }]);
    await live.start();
    const event = { time: 1000, thread: 5, a: 1, s: '' };
    service.takePages(1, 0, 0, pagesOf([{ ...event, id: 7 }]), 1);
    // One that was read before the number was given again, and comes late.
    service.takePages(1, 1, 0, pagesOf([{ ...event, id: 7, time: 2000 }]), 0);
    const { rows } = service.handlers.rows({ from: 0, to: 10 });
    expect(rows.map(({ schema }) => live.labels[schema])).toEqual(['other', 'first']);
  });

  it('of a probe that changes before its format is known are of one kind', async () => {
    const helper = new CapturingFakeHelper();
    const { live, store, service } = liveOn(helper);
    await live.start();
    helper.formats.set(1, FORMAT(7, 'first'));
    const [first] = store.add([
      { request: userRequest('first'), probe: helperProbe(1, { eventId: 7 }) },
    ]);
    store.setCounts([{ handle: 1, hits: 1n }], 1000);
    store.setState([first!.key], 'stopped');
    await live.start();
    expect(service.handlers.schemas()).toHaveLength(1);
    expect(helper.methods.filter(method => method === 'format')).toHaveLength(1);
  });

  it('of a probe that is removed at once are not missed', async () => {
    const { live, store, errors } = liveOn(new CapturingFakeHelper());
    await live.start();
    const [first] = store.add([{ request: userRequest('first'), probe: helperProbe(1) }]);
    store.remove([first!.key]);
    await live.start();
    expect([live.state, errors]).toEqual(['on', []]);
  });
});

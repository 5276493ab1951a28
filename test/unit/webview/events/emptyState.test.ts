import { describe, expect, it } from 'vitest';
import { ProbeStore } from '../../../../src/extension/session/probeStore';
import { eventStrings } from '../../../../src/extension/liveEvents/eventStrings';
import { Readiness } from '../../../../src/extension/liveEvents/readiness';
import type { CaptureReadiness, CaptureState } from '../../../../src/protocol/eventsView';
import { emptyState } from '../../../../src/webview/events/table/emptyState';
import { helperProbe, userRequest } from '../../extension/support/sampleProbes';

const strings = eventStrings((text: string) => text);
const NEWS = {
  ...{ first: 0, end: 0, events: 0, overrun: 0, discarded: 0 },
  ...{ dropped: 0, unreadable: 0, unpaired: 0 },
};

describe('a table without rows', () => {
  it.each<[CaptureReadiness | undefined, CaptureState, string, string | undefined]>([
    ['noProbe', 'off', 'Attach a probe', 'attach'],
    ['noProbe', 'on', 'Attach a probe', 'attach'],
    ['lost', 'off', 'no longer in the kernel', 'recreate'],
    ['ready', 'off', 'stopped', 'start'],
    ['ready', 'starting', 'starts', undefined],
    ['ready', 'on', 'No events yet', undefined],
    [undefined, 'off', 'The recording has no events', undefined],
  ])('with %s and the capture %s says what to do: %s', (readiness, state, text, does) => {
    const empty = emptyState({ news: undefined, state, readiness }, strings);
    expect(empty?.text).toContain(text);
    expect(empty?.action?.does).toBe(does);
  });

  it('offers to show what the filter hides, whatever there is to capture', () => {
    const news = { ...NEWS, events: 3 };
    const empty = emptyState({ news, state: 'off', readiness: 'lost' }, strings);
    expect(empty?.action).toEqual({ label: 'Remove All Filters', does: 'removeFilters' });
    const some = { news: { ...news, end: 1 }, state: 'off', readiness: 'lost' } as const;
    expect(emptyState(some, strings)).toBeUndefined();
  });
});

describe('what there is to capture', () => {
  it('is told when it is another, and not with each count', () => {
    const store = new ProbeStore();
    const looks: (() => void)[] = [];
    const helper: { running: unknown } = { running: undefined };
    const session = Object.assign(helper, {
      onDidChangeState: (look: () => void) => looks.push(look),
    });
    const readiness = new Readiness(session, store);
    const told: string[] = [];
    readiness.onDidChange(now => told.push(now));
    expect(readiness.now).toBe('noProbe');
    helper.running = {};
    const [owned] = store.add([{ request: userRequest('first'), probe: helperProbe(1) }]);
    store.setCounts([{ handle: 1, hits: 5n }], 1000);
    store.setCounts([{ handle: 1, hits: 9n }], 2000);
    expect(told).toEqual(['ready']);
    helper.running = undefined;
    looks.forEach(look => look());
    expect(told).toEqual(['ready', 'lost']);
    store.remove([owned!.key]);
    expect([told.at(-1), readiness.now]).toEqual(['noProbe', 'noProbe']);
  });
});

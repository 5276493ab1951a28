import { describe, expect, it } from 'vitest';
import { TracepointHits } from '../../../src/helper/tracepointHits';
import type { HitTrigger } from '../../../src/tracefs';

/** A trigger of no kernel, with a count that the test sets and answers that it can hold back or refuse. */
class FakeTrigger {
  calls = 0n;
  isThere = false;
  refused: 'set' | 'remove' | undefined;

  set(): Promise<void> {
    this.isThere = this.refused !== 'set';
    this.calls = 0n;
    return this.isThere ? Promise.resolve() : Promise.reject(new Error('no memory'));
  }

  hits(): bigint {
    return this.calls;
  }

  remove(): Promise<void> {
    this.isThere = this.refused === 'remove';
    return this.isThere ? Promise.reject(new Error('busy')) : Promise.resolve();
  }
}

function counted(): { trigger: FakeTrigger; hits: TracepointHits } {
  const trigger = new FakeTrigger();
  return { trigger, hits: new TracepointHits(trigger as unknown as HitTrigger) };
}

describe('hits of a tracepoint', () => {
  it('are those of all times it was armed, none of them twice', async () => {
    const { trigger, hits } = counted();
    await hits.begin();
    trigger.calls = 5n;
    const again = Promise.all([hits.end(), hits.begin()]);
    // However far it is disarmed and armed anew.
    for (let turn = 0; turn < 12; turn++) {
      expect(hits.total).toBe(5n);
      await Promise.resolve();
    }
    await again;
    trigger.calls = 2n;
    expect(hits.total).toBe(7n);
    await hits.end();
    expect([trigger.isThere, hits.total]).toEqual([false, 7n]);
  });

  it('are unknown from when the kernel refused to count', async () => {
    const { trigger, hits } = counted();
    trigger.refused = 'set';
    await hits.begin();
    trigger.refused = undefined;
    await hits.end();
    await hits.begin();
    expect(hits.total).toBeNull();
    await hits.end();
    expect(trigger.isThere).toBe(false);
  });

  it('go on where what counts them could not be taken away, until it is', async () => {
    const { trigger, hits } = counted();
    await hits.begin();
    trigger.calls = 3n;
    trigger.refused = 'remove';
    await expect(hits.end()).rejects.toThrow('busy');
    trigger.calls = 4n;
    expect(hits.total).toBe(4n);
    trigger.refused = undefined;
    await hits.end();
    expect([trigger.isThere, hits.total]).toEqual([false, 4n]);
  });
});

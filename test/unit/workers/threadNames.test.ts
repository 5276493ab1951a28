import { describe, expect, it } from 'vitest';
import type { ThreadOwner } from '../../../src/processes/threadOwner';
import { ThreadNames } from '../../../src/workers/threadNames';

/** Look-ups that are answered one by one, the oldest first. */
function heldLookUps(): {
  lookUp: (tid: number) => Promise<ThreadOwner | undefined>;
  asked: number[];
  answer: (owner?: ThreadOwner) => Promise<void>;
} {
  const asked: number[] = [];
  const open: ((owner?: ThreadOwner) => void)[] = [];
  return {
    asked,
    lookUp: tid =>
      new Promise(resolve => {
        asked.push(tid);
        open.push(resolve);
      }),
    answer: async owner => {
      open.shift()?.(owner);
      await new Promise(setImmediate);
    },
  };
}

describe('names of threads', () => {
  it('looks each thread up once, few at a time, and keeps the name when the thread has ended', async () => {
    const { lookUp, asked, answer } = heldLookUps();
    const names = new ThreadNames(lookUp);
    for (let tid = 1; tid <= 20; tid++) {
      names.learn(tid);
      names.learn(tid);
    }
    expect(asked).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    await answer({ pid: 1, name: 'orders', uid: 0 });
    expect(asked).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    names.learn(1);
    expect(names.name(1)).toBe('orders 1');
    for (let left = 19; left > 0; left--) {
      await answer();
    }
    expect(asked).toHaveLength(20);
    expect(names.name(20)).toBe('');
  });

  it('lets threads wait for another event where too many come at once', async () => {
    const { lookUp, asked, answer } = heldLookUps();
    const names = new ThreadNames(lookUp);
    for (let tid = 0; tid < 10_000; tid++) {
      names.learn(tid);
    }
    await answer();
    names.learn(9999);
    for (let left = 5000; left > 0; left--) {
      await answer({ pid: 7, name: 'storm', uid: 0 });
    }
    expect(asked).toHaveLength(8 + 4096 + 1);
    expect(names.name(9999)).toBe('storm 7');
  });

  it('forgets the names that were learnt first', () => {
    const names = new ThreadNames(() => Promise.resolve(undefined), 3);
    for (let tid = 1; tid <= 5; tid++) {
      names.keep(tid, `p ${tid}`);
    }
    expect([1, 2, 3, 4, 5].map(tid => names.name(tid))).toEqual(['', '', 'p 3', 'p 4', 'p 5']);
  });

  it('goes on when a look-up fails', async () => {
    const names = new ThreadNames(tid =>
      tid === 1 ? Promise.reject(new Error('EIO')) : Promise.resolve({ pid: 2, name: 'b', uid: 0 }),
    );
    names.learn(1);
    names.learn(2);
    await new Promise(setImmediate);
    expect([names.name(1), names.name(2)]).toEqual(['', 'b 2']);
  });
});

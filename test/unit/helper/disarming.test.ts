import { expect, it } from 'vitest';
import type { HelperState } from '../../../src/helper/helperState';
import type { OwnedProbe } from '../../../src/helper/ownedProbe';
import { setEnabled } from '../../../src/helper/removal';
import type { Tracefs } from '../../../src/tracefs';

it('a trigger that cannot be removed from a disarmed probe leaves none of the others there', async () => {
  const done: string[] = [];
  const note = (what: string) => () => Promise.resolve(void done.push(what));
  const probe = {
    enabled: true,
    tracepointHits: { end: () => Promise.reject(new Error('the histogram stays')) },
  } as unknown as OwnedProbe;
  const state = {
    instance: { open: () => Promise.resolve({ setEnabled: note('off') }) },
    guard: { disarmed: note('unwatched') },
    stacks: { match: note('no stacks') },
    captures: { match: note('no condition') },
  } as unknown as HelperState;
  await expect(setEnabled(state, {} as unknown as Tracefs, probe, false)).rejects.toThrow(
    'the histogram stays',
  );
  expect(done).toEqual(['off', 'unwatched', 'no stacks', 'no condition']);
  expect(probe.enabled).toBe(false);
});

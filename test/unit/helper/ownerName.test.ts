import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ownerName, ownerOfGroup, parseOwnerName } from '../../../src/helper/ownerName';
import { randomGroup } from '../../../src/tracefs';

const id = fc.integer({ min: 0, max: 2 ** 32 - 2 });
const ticks = fc.bigInt({ min: 0n, max: 2n ** 53n });

describe('names of helpers', () => {
  it('are read back, and so are those of their groups', () => {
    fc.assert(
      fc.property(id, fc.integer({ min: 1, max: 2 ** 22 }), ticks, (uid, pid, startTime) => {
        const owner = ownerName(uid, pid, startTime);
        expect(parseOwnerName(owner.name)).toEqual(owner);
        const group = randomGroup(owner.name);
        expect(group.length).toBeLessThanOrEqual(63);
        expect(ownerOfGroup(group)).toEqual(owner);
        expect(parseOwnerName(group)).toBeUndefined();
        expect(ownerOfGroup(owner.name)).toBeUndefined();
      }),
    );
  });

  it('are not read out of anything else', () => {
    const name = 'probescope_u0_p1_a';
    const others = ['', 'probescope', `x${name}`, `${name}\n`, `${name}/..`, 'probescope_u-1_p1_a'];
    expect(others.map(parseOwnerName)).toEqual(others.map(() => undefined));
    const groups = [`${name}_0123`, `${name}_0123456789ABCDEF`, `${name}_0123456789abcdef0`];
    expect(groups.map(ownerOfGroup)).toEqual(groups.map(() => undefined));
  });
});

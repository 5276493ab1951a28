import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CpuAccount } from '../../../src/helper/capture/cpuAccount';

/** Stands for one CPU's buffer: what the kernel counts of it, and what we read of it in all. */
class FakeBuffer {
  entries = 0;
  overrun = 0;
  read = 0;
  ours = 0;
  readonly account = new CpuAccount();

  /** @param during events that we read while the kernel was asked, before or after it counted */
  look(during = 0, isCounted = false): boolean {
    const from = this.ours;
    const before = { entries: this.entries, overrun: this.overrun, read: this.read };
    this.readHere(during);
    const { entries, overrun, read } = isCounted ? this : before;
    const counted = { entries: BigInt(entries), overrun: BigInt(overrun), read: BigInt(read) };
    return this.account.see(
      { ...counted, dropped: 0n, oldest: 0n, now: 0n },
      { from: BigInt(from), to: BigInt(this.ours) },
    );
  }

  readHere(count: number): void {
    const read = Math.min(count, this.entries);
    this.entries -= read;
    this.read += read;
    this.ours += read;
  }

  takenByOthers(count: number): number {
    const taken = Math.min(count, this.entries);
    this.entries -= taken;
    this.read += taken;
    return taken;
  }

  overwrite(count: number): void {
    const lost = Math.min(count, this.entries);
    this.entries -= lost;
    this.overrun += lost;
  }

  empty(): void {
    [this.entries, this.overrun, this.read] = [0, 0, 0];
  }
}

const step = fc.record({
  kind: fc.constantFrom('write', 'read', 'overwrite', 'take', 'look'),
  count: fc.nat(1000),
  isCounted: fc.boolean(),
});

describe('the counters of one CPU', () => {
  it('say exactly what others took, and are never taken for those of an emptied buffer', () => {
    fc.assert(
      fc.property(fc.array(step), steps => {
        const buffer = new FakeBuffer();
        let [taken, overrun] = [0, 0];
        for (const { kind, count, isCounted } of steps) {
          if (kind === 'write') {
            buffer.entries += count;
          } else if (kind === 'read') {
            buffer.readHere(count);
          } else if (kind === 'overwrite') {
            overrun += Math.min(count, buffer.entries);
            buffer.overwrite(count);
          } else if (kind === 'take') {
            taken += buffer.takenByOthers(count);
          } else {
            expect(buffer.look(count, isCounted)).toBe(false);
          }
        }
        expect(buffer.look()).toBe(false);
        const { losses } = buffer.account;
        expect(losses).toEqual({ overrun: BigInt(overrun), dropped: 0n, taken: BigInt(taken) });
      }),
    );
  });

  it('show that it was emptied, whatever came since, once anything was read or seen in it', () => {
    const amount = fc.integer({ min: 1, max: 1000 });
    fc.assert(
      fc.property(amount, amount, fc.boolean(), (before, since, isRead) => {
        const buffer = new FakeBuffer();
        buffer.entries = before;
        buffer.overwrite(isRead ? 0 : 1);
        buffer.readHere(isRead ? before : 0);
        expect(buffer.look()).toBe(false);
        buffer.empty();
        buffer.entries = since;
        buffer.readHere(since);
        expect(buffer.look()).toBe(true);
        expect(buffer.look()).toBe(false);
        expect(buffer.account.losses).toEqual({
          overrun: isRead ? 0n : 1n,
          dropped: 0n,
          taken: 0n,
        });
      }),
    );
  });
});

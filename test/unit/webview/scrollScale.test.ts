import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isScaled,
  MAX_SCROLL_HEIGHT,
  scrollGeometry,
  toScrollTop,
  toVirtual,
} from '../../../src/webview/shared/scrollScale';

describe('scroll scale', () => {
  it('leaves small tables as they are', () => {
    const geometry = scrollGeometry(1000, 22, 500);
    expect(geometry.scrollable).toBe(22_000);
    expect(isScaled(geometry)).toBe(false);
    expect(toVirtual(geometry, 1234)).toBe(1234);
  });

  it('keeps a million rows below the height that browsers allow and reaches both ends', () => {
    const geometry = scrollGeometry(1_000_000, 22, 500);
    expect(geometry.scrollable).toBe(MAX_SCROLL_HEIGHT);
    expect(isScaled(geometry)).toBe(true);
    expect(toVirtual(geometry, 0)).toBe(0);
    expect(toVirtual(geometry, MAX_SCROLL_HEIGHT - 500)).toBeCloseTo(22_000_000 - 500, 3);
  });

  it('does not scroll what fits', () => {
    const geometry = scrollGeometry(3, 22, 500);
    expect(toVirtual(geometry, 100)).toBe(0);
    expect(toScrollTop(geometry, 100)).toBe(0);
  });

  it('maps there and back to the same place for any table', () => {
    fc.assert(
      fc.property(
        fc.nat(2_000_000),
        fc.integer({ min: 1, max: 4000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (rows, viewport, part) => {
          const geometry = scrollGeometry(rows, 22, viewport);
          const virtual = part * Math.max(0, geometry.full - viewport);
          const back = toVirtual(geometry, toScrollTop(geometry, virtual));
          expect(back).toBeCloseTo(virtual, 2);
          expect(toScrollTop(geometry, virtual)).toBeLessThanOrEqual(MAX_SCROLL_HEIGHT);
        },
      ),
    );
  });
});

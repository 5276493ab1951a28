import { describe, expect, it } from 'vitest';
import { WaitingPages } from '../../../src/workers/waitingPages';

/** Pages that begin anywhere, as they do in a frame. */
function pagesOf(byte: number, length = 512): Uint8Array {
  return new Uint8Array(length + 5).fill(byte).subarray(byte % 5, (byte % 5) + length);
}

describe('pages that wait for the event worker', () => {
  it('stay as they are while later ones come, and are counted until they are taken', () => {
    const client = new WaitingPages();
    const worker = new WaitingPages(client.shared);
    const waiting: { byte: number; pages: Uint8Array }[] = [];
    for (let byte = 1; byte < 100; byte++) {
      waiting.push({ byte, pages: client.add(pagesOf(byte)) });
      // The worker is behind by more and more, until there is no room.
      const oldest = byte % 7 === 0 ? undefined : waiting.shift();
      if (oldest) {
        expect(oldest.pages.every(each => each === oldest.byte)).toBe(true);
        worker.take(oldest.pages);
      }
      expect(client.bytes).toBe(waiting.length * 512);
    }
    expect(waiting.length).toBeGreaterThan(10);
    for (const { byte, pages } of waiting) {
      expect(pages).toEqual(new Uint8Array(512).fill(byte));
    }
  });

  it('are in shared memory while there is room, and again once there is', () => {
    const client = new WaitingPages();
    const worker = new WaitingPages(client.shared);
    const isShared = ({ buffer }: Uint8Array): boolean => buffer instanceof SharedArrayBuffer;
    const added = [1, 2, 3, 4, 5, 6].map(byte => client.add(pagesOf(byte)));
    expect(added.map(isShared)).toEqual([true, true, true, true, false, false]);
    added.forEach(pages => worker.take(pages));
    expect(client.bytes).toBe(0);
    expect(isShared(client.add(pagesOf(7)))).toBe(true);
    expect(isShared(client.add(pagesOf(8, (1 << 20) + 1)))).toBe(false);
  });
});

import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { judged, nop5Trial } from '../../../../src/extension/nop5/nop5Trial';
import type { HelperRequests } from '../../../../src/extension/session/helperAccess';

const folder = mkdtempSync(join(tmpdir(), 'probescope-nop5-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the trial of a nop of five bytes', () => {
  it.each([
    [0, 1000n, 'harmless'],
    [1, 2n, 'corrupts'],
    // A probe that did not fire, or not each time, proves nothing; nor does a crash.
    [0, 0n, 'unknown'],
    [0, 999n, 'unknown'],
    [1, 0n, 'unknown'],
    [undefined, 1000n, 'unknown'],
    [139, 1n, 'unknown'],
  ] as const)('ended with %s after %s hits: %s', (status, hits, verdict) => {
    expect(judged(status, hits, 1000)).toBe(verdict);
  });

  it('removes the probe and the program where the helper fails halfway', async () => {
    const asked: string[] = [];
    const failing = {
      request: (method: string) => {
        asked.push(method);
        return method === 'create'
          ? Promise.resolve({ results: [{ ok: true, probe: { handle: 7 } }] })
          : method === 'remove'
            ? Promise.resolve({ results: [{ ok: true }] })
            : Promise.reject(new Error('busy'));
      },
    } as unknown as HelperRequests;
    await expect(nop5Trial(failing, [folder])).rejects.toThrow('busy');
    expect(asked).toEqual(['create', 'hits', 'remove']);
    expect(readdirSync(folder)).toEqual([]);
  });
});

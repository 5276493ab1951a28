import { describe, expect, it } from 'vitest';
import { RecentBinaries, type Memory } from '../../../../src/extension/pickers/recentBinaries';

function memory(content?: unknown): Memory {
  let stored = content;
  return {
    get: () => stored,
    update: (_key, value) => {
      stored = value;
      return Promise.resolve();
    },
  };
}

describe('recent binaries', () => {
  it('has the newest first, each once, and a few only', async () => {
    const recent = new RecentBinaries(memory());
    for (let index = 0; index < 12; index++) {
      await recent.add(`/bin/${index}`);
    }
    await recent.add('/bin/8');
    expect(recent.paths).toHaveLength(8);
    expect(recent.paths.slice(0, 3)).toEqual(['/bin/8', '/bin/11', '/bin/10']);
    await recent.forget('/bin/11');
    expect(recent.paths).not.toContain('/bin/11');
  });

  it('does not trust what is stored', () => {
    expect(new RecentBinaries(memory('x')).paths).toEqual([]);
    expect(new RecentBinaries(memory([1, '/a'])).paths).toEqual(['/a']);
  });
});

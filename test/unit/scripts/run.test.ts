import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { must, run } from '../../../scripts/run.mjs';
import { until } from '../../rigs/poll';

describe('running a program', () => {
  it('tells how it ended and what it printed', async () => {
    const ended = await run(['sh', '-c', 'echo out; echo err >&2; exit 3']);
    expect(ended).toMatchObject({
      code: 3,
      timedOut: false,
    });
    expect(ended.output.split('\n').sort()).toEqual(['', 'err', 'out']);
  });

  it('says of a program that is not there what a shell would', async () => {
    expect((await run(['/nonexistent/program'])).code).toBe(127);
  });

  it('kills the whole group after the time limit', async () => {
    const { output, timedOut } = await run(['sh', '-c', 'sleep 60 & echo $!; wait'], {
      timeout: 300,
    });
    expect(timedOut).toBe(true);
    const grandchild = output.trim();
    expect(grandchild).toMatch(/^\d+$/);
    await until('the grandchild is gone', () => !existsSync(`/proc/${grandchild}/exe`));
  });

  it('gives the end of the output with an error', async () => {
    await expect(must(['sh', '-c', 'echo why; exit 1'])).rejects.toThrow(/ended with 1\nwhy/);
  });

  it('passes text to stdin', async () => {
    expect(await must(['cat'], { input: 'text' })).toBe('text');
  });
});

import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { builtHelper } from '../helper/support/builtHelper';
import { leftOf } from '../helper/support/kernelState';
import { RunningHelper } from '../helper/support/runningHelper';
import { Target } from '../helper/support/target';
import { needsRoot } from './needsRoot';

describe('a helper whose host is dead, as root', () => {
  beforeEach(needsRoot);
  let file: string;
  let target: Target;
  beforeAll(async () => {
    file = await builtHelper();
    target = await Target.compile();
  });
  afterAll(async () => {
    await target.remove();
    await rm(dirname(file), { recursive: true });
  });

  it('removes what it made although nobody reads its standard error any more', async () => {
    const helper = new RunningHelper(file);
    const { instance } = await helper.hello();
    await helper.client.request('create', { probes: [await target.probe()] });
    expect(await leftOf(instance!)).toHaveLength(2);
    helper.child.stderr?.destroy();
    expect(await helper.close()).toBe(0);
    expect(await leftOf(instance!)).toEqual([]);
  });
});

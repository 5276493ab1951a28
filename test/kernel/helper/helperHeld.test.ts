import { mkdir, open, rmdir, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../rigs/poll';
import { builtHelper, removeHelper } from './support/builtHelper';
import { leftOf } from './support/kernelState';
import { RunningHelper } from './support/runningHelper';
import { Target } from './support/target';

const INSTANCES = '/sys/kernel/tracing/instances';
let file: string;
let target: Target;

beforeAll(async () => {
  file = await builtHelper();
  target = await Target.compile();
});
afterAll(() => Promise.all([target.remove(), removeHelper(file)]));

/** A helper with three probes that are on. */
async function armed() {
  const helper = new RunningHelper(file);
  const { instance } = await helper.hello();
  const probe = await target.probe();
  const { results } = await helper.client.request('create', { probes: [probe, probe, probe] });
  const probes = results.flatMap(result => (result.ok ? [result.probe] : []));
  expect(probes).toHaveLength(3);
  return { helper, name: instance!, probes };
}

describe('what others hold for a while', () => {
  it('is waited for: a reader of the instance, who keeps it from being removed', async () => {
    const { helper, name } = await armed();
    const reader = await open(`${INSTANCES}/${name}/trace`, 'r');
    try {
      const gone = helper.close();
      await until('only the instance is left', async () => (await leftOf(name)).length === 1);
      await reader.close();
      expect(await gone).toBe(0);
    } finally {
      await reader.close();
    }
    expect(helper.stderr).not.toMatch(/stays/);
    expect(await leftOf(name)).toEqual([]);
  });

  it('keeps a sweep from one event, not from those after it', async () => {
    const { helper, name, probes } = await armed();
    helper.child.kill('SIGKILL');
    await helper.exit;
    const other = `${INSTANCES}/held-by-another-${process.pid}`;
    await using next = new RunningHelper(file);
    await next.hello();
    await mkdir(other);
    try {
      const [{ group, event } = { group: { name: '' }, event: '' }] = probes;
      await writeFile(`${other}/events/${group.name}/${event}/enable`, '1', { flag: 'a' });
      const { results } = await next.client.request('sweep', { owners: [name] });
      expect(results).toMatchObject([{ ok: false, error: { code: 'busy' } }]);
      expect(await leftOf(name)).toEqual([expect.stringContaining(`${group.name}/${event} `)]);
    } finally {
      await rmdir(other);
    }
    const { results } = await next.client.request('sweep', { owners: [name] });
    expect(results).toEqual([{ ok: true }]);
    expect(await leftOf(name)).toEqual([]);
  });
});

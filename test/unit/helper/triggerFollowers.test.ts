import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { ConditionHolder } from '../../../src/helper/capture/conditionHolder';
import type { OwnedProbe } from '../../../src/helper/ownedProbe';
import { Stacks } from '../../../src/helper/stacks';
import { Instance } from '../../../src/tracefs/instance';
import { SerialQueue } from '../../../src/tracefs/serialQueue';

/** A folder in the place of an instance: what is written to a file of it stays in it, one after the other. */
let folder: string;
let instance: Instance;
let probe: OwnedProbe;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'triggers-'));
  await mkdir(join(folder, 'events/group/event'), { recursive: true });
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  await writeFile(join(folder, 'events/group/event/trigger'), '');
  instance = new Instance('fake', folder, new SerialQueue());
  probe = {
    handle: 1,
    group: { id: 1, name: 'group' },
    kind: 'kprobe',
    label: 'event',
    system: 'group',
    event: 'event',
    eventId: 1,
    written: '',
    canonical: '',
    enabled: true,
    stacks: true,
  };
});

const written = (): Promise<string> => readFile(join(folder, 'events/group/event/trigger'), 'utf8');

it('the trigger of stacks does not stay on a probe that is disarmed while it is set', async () => {
  const stacks = new Stacks();
  const setting = stacks.match(instance, probe);
  probe.enabled = false;
  await Promise.all([setting, stacks.match(instance, probe)]);
  expect(await written()).toMatch(/^(stacktrace!stacktrace)?$/);
});

it('the condition of a recorder does not stay on a probe that is disarmed while it is set', async () => {
  const condition = new ConditionHolder(instance, probe);
  const setting = condition.match();
  await Promise.resolve();
  probe.enabled = false;
  await Promise.all([setting, condition.match()]);
  expect(condition.isSet).toBe(false);
  expect(await written()).toMatch(/^(traceoff:1 if common_pid >= 0!traceoff)?$/);
});

it('both have the filter that the probe has', async () => {
  const stacks = new Stacks();
  const condition = new ConditionHolder(instance, probe, 'n == 2');
  await Promise.all([stacks.match(instance, probe), condition.match()]);
  probe.filter = 'n > 1';
  await stacks.match(instance, probe);
  await condition.match();
  expect(await written()).toMatch(
    /!stacktracestacktrace if n > 1!traceofftraceoff:1 if \(n > 1\) && \(n == 2\)$/,
  );
});

import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Groups, Program, uprobe } from './rig';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const groups = new Groups();
const { tracefs } = groups;
let target: Program;

beforeAll(() => {
  target = new Program('target');
});

afterAll(() => {
  target.remove();
});

it('an event that is forgotten is warned of, and not removed behind its back', async () => {
  const group = groups.create();
  await createAndForget(group, 'closed', true);
  await createAndForget(group, 'leaked', false);
  const messages: string[] = [];
  const listen = ({ message }: Error) => messages.push(message);
  process.on('warning', listen);
  const timer = setInterval(collectGarbage, 10);
  await once(process, 'warning');
  // The closed event is older: by the next rounds its turn would have come, too.
  for (let round = 0; round < 20; round++) {
    collectGarbage();
    await setImmediate();
  }
  clearInterval(timer);
  process.off('warning', listen);
  expect(messages).toEqual([
    `The trace event ${group}/leaked was never closed; it stays in the kernel.`,
  ]);
  expect(groups.listed()).toHaveLength(1);
  await tracefs.removeEvent(group, 'leaked', 'uprobe');
});

async function createAndForget(group: string, event: string, close: boolean): Promise<void> {
  const made = await tracefs.createEvent(uprobe({ group, event }, target.path, 1n));
  if (close) {
    await made.close();
  }
}

import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { builtHelper, removeHelper } from './support/builtHelper';
import { leftOf } from './support/kernelState';
import { ManyFunctions } from './support/manyFunctions';
import { RandomSequence } from './support/randomSequence';
import { RunningHelper } from './support/runningHelper';
import { Target, type UprobeRequest } from './support/target';

/** How long further helpers are started, in ms. */
const BUDGET_MS = 10_000;
/** The longest a helper is let live, in ms: its start and a few requests. */
const LIFE_MS = 700;
/** How long the end of one may take, in ms: a few dozen armed probes on a loaded machine. */
const END_MS = 20_000;

let file: string;
let target: Target;
let many: ManyFunctions;

beforeAll(async () => {
  file = await builtHelper();
  target = await Target.compile();
  many = await ManyFunctions.compile(300);
});
afterAll(() => Promise.all([target.remove(), many.remove(), removeHelper(file)]));

/** Asks for one thing after the other; rejects when the helper is gone. */
async function keepBusy(helper: RunningHelper, random: RandomSequence): Promise<never> {
  const { client } = helper;
  const on: UprobeRequest = await target.probe();
  const off = { ...on, enable: false };
  const several = await many.probe(300);
  await helper.hello();
  for (;;) {
    const { probes } = await client.request('list', {});
    const handles = probes.slice(0, 4).map(({ handle }) => handle);
    const onSome = (method: 'enable' | 'disable' | 'remove') => async () =>
      handles.length > 0 && client.request(method, { handles });
    await random.pick<() => Promise<unknown>>([
      () => client.request('create', { probes: [on, off] }),
      () => client.request('create', { probes: Array.from({ length: 32 }, () => off) }),
      () => client.request('create', { probes: [several, { ...several, enable: false }] }),
      onSome('enable'),
      onSome('disable'),
      onSome('remove'),
      () => target.run(3),
      () => client.request('hits', {}),
      () => client.request('orphans', {}),
    ])();
  }
}

type End = readonly [how: string, act: (helper: RunningHelper) => void];
const ENDS: readonly [End, ...End[]] = [
  ['SIGTERM', ({ child }) => child.kill('SIGTERM')],
  ['SIGHUP', ({ child }) => child.kill('SIGHUP')],
  ['stream closed', ({ client }) => client.dispose()],
  ['input closed', ({ child }) => child.stdin?.destroy()],
  [
    'host killed',
    ({ child }) => [child.stdin, child.stdout, child.stderr].forEach(one => one?.destroy()),
  ],
  [
    'SIGTERM and closed',
    ({ child, client }) => {
      child.kill('SIGTERM');
      client.dispose();
    },
  ],
];

// The seed fixes what is asked and when it ends, not how far the helper is by then.
it('a helper that ends at any moment leaves nothing', { timeout: 60_000 }, async () => {
  const seed = Number(process.env['PROBESCOPE_SEED'] ?? randomInt(2 ** 31));
  const random = new RandomSequence(seed);
  const stop = performance.now() + BUDGET_MS;
  for (let round = 1; round === 1 || performance.now() < stop; round++) {
    const [how, act] = random.pick(ENDS);
    const life = random.next() * LIFE_MS;
    const which = `PROBESCOPE_SEED=${seed}, helper ${round}: ${how} after ${life.toFixed()} ms`;
    const helper = new RunningHelper(file);
    const work = keepBusy(helper, new RandomSequence(seed + round)).catch(() => undefined);
    await delay(life);
    act(helper);
    const exit = await Promise.race([helper.exit, delay(END_MS, 'alive', { ref: false })]);
    expect(exit, which).not.toBe('alive');
    await work;
    const left = await leftOf(`_p${helper.child.pid}_`);
    expect(left, `${which}\n${helper.stderr}`).toEqual([]);
  }
});

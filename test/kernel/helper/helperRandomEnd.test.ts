import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { HelperError } from '../../../src/protocol/helperError';
import { builtHelper, removeHelper } from './support/builtHelper';
import { leftOf, switchesOf } from './support/kernelState';
import { ManyFunctions } from './support/manyFunctions';
import { RandomSequence } from './support/randomSequence';
import { randomWork, TRACEPOINT } from './support/randomWork';
import { RunningHelper } from './support/runningHelper';
import { Target } from './support/target';

/** Helpers that are ended; so many of them live at once, as clean-up mostly waits for the kernel. */
const HELPERS = 200;
const AT_ONCE = 6;
/** The longest a helper is let live, in ms: a few requests. */
const LIFE_MS = 400;
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

type End = readonly [how: string, act: (helper: RunningHelper) => void];
const ENDS: readonly [End, ...End[]] = [
  ['SIGKILL', ({ child }) => child.kill('SIGKILL')],
  [
    'stopped, its stream closed, continued',
    ({ child, client }) => {
      child.kill('SIGSTOP');
      client.dispose();
      child.kill('SIGCONT');
    },
  ],
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

/** Ends one helper and takes what a killed one leaves; throws if anything stays. Says whether it was at work by then. */
async function endOne(next: RunningHelper, seed: number, round: number): Promise<boolean> {
  const random = new RandomSequence(seed + round);
  const [how, act] = random.pick(ENDS);
  const life = random.next() * LIFE_MS;
  const which = `PROBESCOPE_SEED=${seed}, helper ${round}: ${how} after ${life.toFixed()} ms`;
  const helper = new RunningHelper(file);
  const greeting = helper.hello();
  const work = randomWork(helper, greeting, random, { target, many }).catch(
    (error: unknown) => error,
  );
  // Every fourth is ended at its start already.
  const isGreeted = round % 4 !== 0 && (await greeting.then(() => true));
  greeting.catch(() => undefined);
  await delay(life);
  act(helper);
  const exit = await Promise.race([helper.exit, delay(END_MS, 'alive', { ref: false })]);
  expect(exit, which).not.toBe('alive');
  // Up to its end it answered as it should: what a signal finds in its queue is cancelled.
  expect(['closed', 'cancelled'], which).toContain(((await work) as HelperError).code);
  const name = `_p${helper.child.pid}_`;
  if (exit === 'SIGKILL') {
    const { orphans } = await next.client.request('orphans', {});
    const owners = orphans.map(({ owner }) => owner).filter(owner => owner.includes(name));
    // It may have died before it made anything.
    const { results } =
      owners.length > 0 ? await next.client.request('sweep', { owners }) : { results: [] };
    expect(results, which).toEqual(owners.map(() => ({ ok: true })));
  }
  expect(await leftOf(name), `${which}\n${helper.stderr}`).toEqual([]);
  return isGreeted;
}

// The seed fixes what is asked and when it ends, not how far the helper is by then.
it('helpers that end at any moment leave nothing', { timeout: 120_000 }, async () => {
  const seed = Number(process.env['PROBESCOPE_SEED'] ?? randomInt(2 ** 31));
  const before = await switchesOf(TRACEPOINT);
  await using next = new RunningHelper(file);
  await next.hello();
  let [round, atWork] = [0, 0];
  const lane = async (): Promise<void> => {
    while (round < HELPERS) {
      if (await endOne(next, seed, ++round)) {
        atWork++;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  expect(round).toBe(HELPERS);
  expect(await switchesOf(TRACEPOINT)).toEqual(before);
  expect(atWork).toBe((HELPERS * 3) / 4);
});

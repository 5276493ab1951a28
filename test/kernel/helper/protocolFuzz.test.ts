import { setImmediate, setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requests, type Method } from '../../../src/protocol/requests';
import { AbuseRig } from './support/abuseRig';
import { HandClient, type Answer } from './support/handClient';
import { leftOf } from './support/kernelState';
import { mutated } from './support/mutations';
import { RunningHelper } from './support/runningHelper';
import { validRequests } from './support/validRequests';

let rig: AbuseRig;
let before: string[];
beforeAll(async () => {
  rig = await AbuseRig.start();
  before = await rig.tables();
  expect(before).toHaveLength(4);
});
afterAll(() => rig.stop());

/** It was answered, with a result or a code that says why not, and not by a fault of ours. */
function checkAnswer(answer: Answer): void {
  const code = answer.error?.data?.code;
  expect('result' in answer || code !== undefined, JSON.stringify(answer)).toBe(true);
  expect(JSON.stringify(answer)).not.toContain('"code":"internal"');
}

/** Takes back what a request that was not hostile enough has made. */
async function takeBack(method: Method, { result }: Answer): Promise<void> {
  if (method === 'create' && result !== undefined) {
    const { results } = result as { results: { probe?: { handle: number } }[] };
    const handles = results.flatMap(({ probe }) => (probe === undefined ? [] : probe.handle));
    checkAnswer(
      handles.length > 0 ? await ask('remove', JSON.stringify({ handles })) : { result: undefined },
    );
  } else if (method === 'startCapture' && result !== undefined) {
    checkAnswer(await ask('stopCapture', '{}'));
  }
}

async function ended(): Promise<never> {
  throw new Error(`The helper ended: ${await rig.helper.exit}, ${rig.helper.stderr}`);
}

/** The answer that is not about the number of requests. */
async function ask(method: Method, text: string): Promise<Answer> {
  for (;;) {
    const answer = await Promise.race([rig.client.askRaw(method, text), ended()]);
    if (!JSON.stringify(answer).includes('requests a second')) {
      return answer;
    }
    await delay(50);
  }
}

const METHODS = Object.keys(requests) as Method[];

describe('a valid request with something changed', () => {
  it.each(METHODS)('%s: is answered, and the kernel is as before', async method => {
    const valid = validRequests(rig)[method];
    // What is no object ends the connection (helperHostile.test.ts); an empty bye is valid.
    const hostile = mutated(valid).filter(
      text => text.startsWith('{') && !(method === 'bye' && text === '{}'),
    );
    await fc.assert(
      fc.asyncProperty(hostile, async text => {
        const answer = await ask(method, text);
        checkAnswer(answer);
        await takeBack(method, answer);
        expect(await rig.tables()).toEqual(before);
      }),
      { numRuns: method === 'create' ? 250 : 40 },
    );
    const { result } = await ask('list', '{}');
    expect(result).toMatchObject({ probes: [{ handle: 1, enabled: true }] });
  });
});

describe('frames', () => {
  /** Valid requests as one run of bytes, and their numbers. */
  const several = (client: HandClient, count: number) => {
    const all = Array.from({ length: count }, () => client.request('list', '{}'));
    return { bytes: Buffer.concat(all.map(({ frame }) => frame)), ids: all.map(({ id }) => id) };
  };

  it('cut anywhere are put together', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(), { maxLength: 12 }), async cuts => {
        const { bytes, ids } = several(rig.client, 3);
        const answers = ids.map(id => rig.client.answerTo(id));
        const places = [...new Set(cuts.map(cut => cut % bytes.length))].sort((a, b) => a - b);
        for (const [at, place] of [0, ...places].entries()) {
          rig.helper.stream.write(bytes.subarray(place, places[at] ?? bytes.length));
          await setImmediate();
        }
        (await Promise.all(answers)).forEach(checkAnswer);
      }),
      { numRuns: 25 },
    );
    expect(await rig.tables()).toEqual(before);
  });

  it('that end in the middle end the helper, cleanly', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), async cut => {
        const helper = new RunningHelper(rig.file);
        const client = new HandClient(helper);
        await client.ask('hello', { protocol: 1, client: 'fuzz' });
        await client.ask('create', { probes: [{ ...rig.good, enable: false }] });
        const { bytes } = several(client, 2);
        helper.child.stdin!.end(bytes.subarray(0, cut % bytes.length));
        expect(await helper.exit).toBe(0);
        expect(await leftOf(`_p${helper.child.pid}_`)).toEqual([]);
      }),
      { numRuns: 4, endOnFailure: true },
    );
  });

  it('of random bytes end the helper, cleanly', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 6, maxLength: 64 }), async bytes => {
        const helper = new RunningHelper(rig.file);
        const client = new HandClient(helper);
        await client.ask('hello', { protocol: 1, client: 'fuzz' });
        // A channel that there is not, so that it is surely no frame.
        helper.child.stdin!.end(Buffer.concat([Buffer.from([0, 0, 0, 1, 9]), bytes]));
        expect(await helper.exit).toBe(0);
        expect(await leftOf(`_p${helper.child.pid}_`)).toEqual([]);
      }),
      { numRuns: 3, endOnFailure: true },
    );
  });

  it('in floods, of every kind, are answered or refused, and the helper goes on', async () => {
    for (let at = 0; at < 2000; at++) {
      rig.client.send('{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":4711}}');
    }
    const valid = Object.entries(validRequests(rig)).filter(([method]) =>
      ['list', 'hits', 'remove', 'filter', 'format', 'readMapped', 'sweep'].includes(method),
    );
    const all = Array.from({ length: 150 }, () => valid).flat();
    const answers = await Promise.all(
      all.map(([method, params]) => rig.client.ask(method, params)),
    );
    answers.forEach(checkAnswer);
    expect(answers.some(({ error }) => error?.data?.code === 'limit')).toBe(true);
    expect(await rig.tables()).toEqual(before);
    await rig.refuses('list', { from: -1 }, 'badRequest|limit');
  });
});

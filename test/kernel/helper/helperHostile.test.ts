import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Channel, encodeFrame } from '../../../src/protocol/frames';
import { until } from '../../rigs/poll';
import { builtHelper, removeHelper } from './support/builtHelper';
import { HandClient, type Answer } from './support/handClient';
import { leftOf } from './support/kernelState';
import { RunningHelper } from './support/runningHelper';
import { Target } from './support/target';
import { Witness } from './support/witness';

let file: string;
let target: Target;
let helper: RunningHelper;
let answers: HandClient;
let witness: Witness;

beforeAll(async () => {
  file = await builtHelper();
  target = await Target.compile();
  witness = await Witness.plant(target);
});
afterAll(() => Promise.all([witness.remove(), target.remove(), removeHelper(file)]));
beforeEach(async () => {
  helper = new RunningHelper(file);
  answers = new HandClient(helper);
  expect(await answers.ask('hello', { protocol: 1, client: 'test' })).toHaveProperty('result');
});
afterEach(() => helper.close());

/** What the helper's instance and groups have in their names. */
function ownName(): string {
  return `_p${helper.child.pid}_`;
}

/** The code of a refusal. */
async function refusal(answer: Promise<Answer>): Promise<unknown> {
  return (await answer).error?.data?.code;
}

describe('requests that are refused', () => {
  it.each(['exec', '__proto__', 'constructor', 'toString', '', 'Hello', '$/x'])(
    'the method %j',
    async method => {
      expect(await refusal(answers.ask(method, {}))).toBe('badRequest');
    },
  );

  it.each([
    '{"x":1}',
    '{"__proto__":{}}',
    '{"constructor":1}',
    'null',
    '{"from":-1}',
    '{"from":1.5}',
    '{"from":"0"}',
    '{"from":1e999}',
  ])('list with %s', async params => {
    expect(await refusal(answers.askRaw('list', params))).toBe('badRequest');
  });

  it('each single wrong field of a probe', async () => {
    const good = await target.probe();
    const wrong: object[] = [
      { kind: 'exec' },
      { kind: { toString: 1 } },
      { label: '' },
      { label: 'a\nb' },
      { label: 'x'.repeat(513) },
      { event: '../x' },
      { event: 'grp/x' },
      { event: 'a\n-:other/e0' },
      { event: 'a\n' },
      { event: 'x'.repeat(64) },
      { event: 'naïve' },
      { event: '1a' },
      { event: { length: 1 } },
      { offset: -1 },
      { offset: '-0x1' },
      { offset: '1.5' },
      { offset: '0x1 a=%di' },
      { offset: '0x01' },
      { offset: `0x1${'0'.repeat(16)}` },
      { args: Array.from({ length: 17 }, () => ({ fetch: '%di' })) },
      { args: [{ fetch: '' }] },
      { args: [{ fetch: 'x'.repeat(64) }] },
      { args: [{ fetch: '%di', name: 'a b' }] },
      { args: [{ fetch: '%di', extra: 1 }] },
      { args: {} },
      { enable: '1' },
      { extra: 1 },
      { group: 0 },
      { group: 'mine' },
      { file: { ...good.file, path: 'x'.repeat(4096) } },
      { file: { ...good.file, inode: 5 } },
      { file: [] },
      { symbol: 'vfs_read' },
      { system: 'sched' },
    ];
    const before = await witness.and(ownName());
    expect(before).toHaveLength(3);
    for (const change of wrong) {
      const params = { probes: [{ ...good, ...change }] };
      expect([change, await refusal(answers.ask('create', params))]).toEqual([
        change,
        'badRequest',
      ]);
    }
    expect(await witness.and(ownName())).toEqual(before);
  });

  it('what a schema cannot tell: refused in the answer of the item', async () => {
    const good = await target.probe();
    const codes: unknown[] = [];
    for (const change of [
      { group: 7 },
      { args: [{ fetch: '%di', type: 'u32 b=%si' }] },
      { args: [{ fetch: '%di', name: 'common_pid' }] },
      {
        args: [
          { fetch: '%di', name: 'a' },
          { fetch: '%si', name: 'a' },
        ],
      },
      { file: { ...good.file, path: `${good.file.path}\0` } },
      { offset: '0xffffffffffffffff' },
    ]) {
      const answer = await answers.ask('create', { probes: [{ ...good, ...change }] });
      const { results } = answer.result as { results: { error?: { code: string } }[] };
      codes.push(results[0]!.error?.code);
    }
    expect(codes).toEqual([
      'state',
      'invalidInput',
      'invalidInput',
      'invalidInput',
      'badRequest',
      'offsetTooBig',
    ]);
  });

  it('handles that are not ours', async () => {
    for (const method of ['remove', 'enable', 'disable']) {
      const { result } = await answers.ask(method, { handles: [1, 99] });
      expect(result).toMatchObject({
        results: [{ error: { code: 'state' } }, { error: { code: 'state' } }],
      });
    }
    expect(await refusal(answers.ask('remove', { handles: [] }))).toBe('badRequest');
    const many = Array.from({ length: 65 }, (_, at) => at + 1);
    expect(await refusal(answers.ask('remove', { handles: many }))).toBe('badRequest');
  });

  it('anything before hello, and a hello of another version', async () => {
    await using fresh = new RunningHelper(file);
    const spoken = new HandClient(fresh);
    expect(await refusal(spoken.ask('list', {}))).toBe('state');
    const params = { protocol: 2, client: 'x', more: true };
    const answer = await spoken.ask('hello', params);
    expect(answer.error).toMatchObject({
      data: {
        code: 'version',
        message:
          'The helper speaks protocol 1, the extension 2: update the helper and start the helper again.',
      },
    });
  });

  it('more than 500 in a second', async () => {
    const all = await Promise.all(Array.from({ length: 900 }, () => answers.ask('list', {})));
    const limited = all.filter(answer => answer.error?.data?.code === 'limit').length;
    expect(limited).toBeGreaterThan(100);
    expect(all.length - limited).toBeGreaterThanOrEqual(499);
  });
});

describe('what is no message ends the connection, cleanly', () => {
  it.each([
    ['text', 'hello'],
    ['nothing', ''],
    ['an array', '[]'],
    ['null', 'null'],
    ['a batch', '[{"jsonrpc":"2.0","id":1,"method":"list","params":{}}]'],
    ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0x22])],
    ['another version', '{"jsonrpc":"1.0","id":1,"method":"list"}'],
    ['a huge id', '{"jsonrpc":"2.0","id":1e300,"method":"list"}'],
    ['an id that is an object', '{"jsonrpc":"2.0","id":{},"method":"list"}'],
    ['a response', '{"jsonrpc":"2.0","id":1,"result":1}'],
    ['a method that is no text', '{"jsonrpc":"2.0","id":1,"method":{}}'],
    ['parameters by position', '{"jsonrpc":"2.0","id":1,"method":"list","params":[1]}'],
    ['deep nesting', '['.repeat(60_000)],
  ])('%s', async (_, payload) => {
    const probe = await target.probe();
    const { result } = await answers.ask('create', { probes: [probe] });
    const [{ probe: made }] = (result as { results: [{ probe: { group: { name: string } } }] })
      .results;
    answers.send(payload);
    expect(await helper.exit).toBe(0);
    expect(await leftOf(made.group.name)).toEqual([]);
  });

  it('70 kB in one frame', async () => {
    const header = Buffer.alloc(5);
    header.writeUInt32BE(70_000);
    helper.stream.write(header);
    expect(await helper.exit).toBe(0);
    expect(helper.stderr).toMatch(/frame of 70000 bytes/);
  });

  it('raw pages, which only the helper sends', async () => {
    helper.stream.write(encodeFrame(Channel.pages, Buffer.alloc(4096)));
    expect(await helper.exit).toBe(0);
  });
});

describe('a peer that asks and does not read', () => {
  it('is made to wait, and its end is noticed', async () => {
    await using flooded = new RunningHelper(file);
    const { stdin, stdout, pid } = flooded.child;
    const send = (id: number, method: string, params: object): boolean => {
      const payload = JSON.stringify({ jsonrpc: '2.0', id, method, params });
      return stdin!.write(encodeFrame(Channel.json, Buffer.from(payload)));
    };
    stdout!.pause();
    send(0, 'hello', { protocol: 1, client: 'x' });
    for (let id = 1; id <= 100_000; id++) {
      send(id, 'kernelSymbols', { text: '', limit: 200 });
    }
    // What the helper does not take stays with the sender.
    await until('the helper stops reading', async () => {
      const before = stdin!.writableLength;
      await new Promise(resolve => setTimeout(resolve, 500));
      return stdin!.writableLength === before;
    });
    expect(stdin!.writableLength).toBeGreaterThan(1_000_000);
    const status = await readFile(`/proc/${pid!}/status`, 'utf8');
    const kilobytes = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]);
    expect(kilobytes).toBeLessThan(200_000);
    stdout!.destroy();
    stdin!.destroy();
    expect(await flooded.exit).toBe(0);
    expect(await leftOf(`_p${pid!}_`)).toEqual([]);
  });
});

describe('whatever is sent', () => {
  it('is answered or ends the helper, and changes nothing in the kernel', async () => {
    const before = await witness.and(ownName());
    expect(before).toHaveLength(3);
    const methods = ['list', 'create', 'remove', 'sweep', 'hits', 'kernelSymbol', 'tracepoints'];
    const key = fc.constantFrom('from', 'probes', 'handles', 'owners', 'kind', 'text', '__proto__');
    const { tree } = fc.letrec(tie => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        fc.jsonValue(),
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(key, tie('tree'), { maxKeys: 4 }),
      ),
    }));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...methods), tree, async (method, params) => {
        const given = typeof params === 'object' && !Array.isArray(params) ? params : { params };
        const answer = await answers.ask(method, given);
        expect('result' in answer || answer.error?.data?.code !== undefined).toBe(true);
        expect(answer.error?.data?.code).not.toBe('internal');
      }),
      { numRuns: 200 },
    );
    expect(await witness.and(ownName())).toEqual(before);
  });
});

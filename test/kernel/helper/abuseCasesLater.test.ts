import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toHex64 } from '../../../src/protocol/scalars';
import { AbuseRig, REMOVE_THEIRS } from './support/abuseRig';
import { HandClient } from './support/handClient';
import { identityOf } from './support/identityOf';
import { leftOf } from './support/kernelState';
import { processId } from './support/resident';
import { RunningHelper } from './support/runningHelper';
import { witnessName } from './support/witness';

/* Abuse cases of requests that came after the list of 75, numbered on. */
let rig: AbuseRig;
beforeAll(async () => (rig = await AbuseRig.start()));
afterAll(() => rig.stop());

const create = (change: object): object => ({ probes: [{ ...rig.good, ...change }] });
const fill = (count: number, item: unknown): unknown[] => Array<unknown>(count).fill(item);

/** A case: request, parameters, and the code it is refused with. */
type Row = readonly [
  number: number,
  what: string,
  method: string,
  params: () => unknown,
  codes: string,
];

async function refused(...[, , method, params, codes]: Row): Promise<void> {
  await rig.refuses(method, params(), codes);
}

describe('filters', () => {
  const filter = (text: unknown, handle = 1) => ({ handle, filter: text });
  it.each<Row>([
    [76, 'with a newline', 'filter', () => filter('common_pid > 1\n0'), 'badRequest'],
    [77, 'with NUL', 'filter', () => filter('common_pid > 1\0'), 'badRequest'],
    [78, 'longer than the kernel takes', 'filter', () => filter('1'.repeat(4096)), 'badRequest'],
    [79, 'of blanks, which would clear', 'filter', () => filter('  '), 'badRequest'],
    [80, 'on what is not ours', 'filter', () => filter('common_pid > 1', 99), 'state'],
    [81, 'of no such field', 'filter', () => filter('nothing > 1'), 'invalidInput'],
    [
      82,
      'made with a probe',
      'create',
      () => create({ filter: `a\n${REMOVE_THEIRS}` }),
      'badRequest',
    ],
    [83, 'refused, its probe gone', 'create', () => create({ filter: 'nope > 1' }), 'invalidInput'],
  ])('case %i: %s', refused);
});

describe('whose events', () => {
  const one = () => [processId(1)];
  const scope = (processes: unknown, otherUsers: unknown = false) => ({
    scope: { kind: 'processes', processes, otherUsers },
  });
  it.each<Row>([
    [84, 'a reused pid', 'scope', () => scope([{ pid: 1, start: '0xfffff' }]), 'processGone'],
    [85, 'everybody by a word', 'scope', () => scope(one(), 'true'), 'badRequest'],
    [86, 'nobody, which to the kernel is everybody', 'scope', () => scope([]), 'badRequest'],
    [87, '257 processes', 'scope', () => scope(fill(257, one()[0])), 'badRequest'],
    [88, 'pid 0', 'scope', () => scope([{ pid: 0, start: '0x0' }], true), 'badRequest'],
    [
      89,
      'the helper itself',
      'scope',
      () => scope([processId(rig.helper.child.pid!)], true),
      'denied',
    ],
    [90, 'a kind of every object', 'scope', () => ({ scope: { kind: 'toString' } }), 'badRequest'],
  ])('case %i: %s', refused);
});

describe('captures', () => {
  const start = (more: object) => ({ bufferKib: 64, ...more });
  const recorder = (freeze: unknown) => start({ mode: 'recorder', freeze });
  it.each<Row>([
    [91, 'a clock that is none', 'startCapture', () => start({ clock: 'counter' }), 'badRequest'],
    [92, 'a clock with more', 'startCapture', () => start({ clock: 'mono\n' }), 'badRequest'],
    [93, 'a mode that is none', 'startCapture', () => start({ mode: 'snapshot' }), 'badRequest'],
    [94, 'no room', 'startCapture', () => start({ bufferKib: 0 }), 'badRequest'],
    [95, 'frozen by what is not ours', 'startCapture', () => recorder({ handle: 99 }), 'state'],
    [96, 'a stream frozen', 'startCapture', () => start({ freeze: { handle: 1 } }), 'badRequest'],
    [
      97,
      'a second trigger in the condition',
      'startCapture',
      () => recorder({ handle: 1, filter: 'common_pid > 1\ntraceon' }),
      'badRequest',
    ],
    [
      98,
      'a condition that the kernel refuses',
      'startCapture',
      () => recorder({ handle: 1, filter: 'nothing > 1' }),
      'invalidInput',
    ],
    [99, 'resized while none runs', 'resizeCapture', () => ({ bufferKib: 64 }), 'state'],
    [100, 'resized to ten gigabytes', 'resizeCapture', () => ({ bufferKib: 1e7 }), 'badRequest'],
    [101, 'frozen while none runs', 'freezeRecorder', () => ({}), 'state'],
    [102, 'stopped while none runs', 'stopCapture', () => ({}), 'state'],
    [103, 'counted while none runs', 'captureCounts', () => ({}), 'state'],
    [104, 'asked while none runs', 'recorder', () => ({}), 'state'],
    [105, 'the format of what is not ours', 'format', () => ({ handle: 99 }), 'state'],
  ])('case %i: %s', refused);
});

describe('stacks, limits and places', () => {
  const handles = [1];
  it.each<Row>([
    [106, 'stacks by a word', 'stacks', () => ({ handles, on: '1' }), 'badRequest'],
    [107, 'stacks of what is not ours', 'stacks', () => ({ handles: [99], on: true }), 'state'],
    [108, 'stacks, false at creation', 'create', () => create({ stacks: false }), 'badRequest'],
    [109, 'no time', 'create', () => create({ limits: { ttlSeconds: 0 } }), 'badRequest'],
    [110, '31 days', 'extend', () => ({ handles, seconds: 31 * 86_400 }), 'badRequest'],
    [111, 'less time', 'extend', () => ({ handles, seconds: -1 }), 'badRequest'],
    [112, 'hits without end', 'limit', () => '{"handles":[1],"maxHits":1e999}', 'badRequest'],
    [113, 'limits of what is not ours', 'limit', () => ({ handles: [99], maxHits: 1 }), 'state'],
    [114, 'places of what is not ours', 'locations', () => ({ handle: 99 }), 'state'],
    [
      115,
      'a further place past the end',
      'create',
      () => create({ more: [{ offset: '0xffffffffffff' }] }),
      'offsetTooBig',
    ],
    [
      116,
      'a further place with a second command',
      'create',
      () => create({ more: [{ offset: '0x10', args: [{ fetch: `%di\n${REMOVE_THEIRS}` }] }] }),
      'invalidInput',
    ],
    [
      150,
      'a counter that is no semaphore of a USDT probe',
      'create',
      () => create({ offset: toHex64(rig.target.offset('main')), refCtrOffset: '0x2000' }),
      'invalidInput',
    ],
    [117, 'a counter past the end', 'create', () => create({ refCtrOffset: far }), 'offsetTooBig'],
    [118, 'calls in flight of a uprobe', 'create', () => create({ maxActive: 1 }), 'badRequest'],
  ])('case %i: %s', refused);
  const far = '0xffffffffffff';
});

describe('programs of processes', () => {
  const start = '0x1';
  const own = () => processId(process.pid);
  const file = { device: '0x1', inode: '0x1' };
  it.each<Row>([
    [
      119,
      'a path for a pid',
      'mappedFiles',
      () => ({ process: { pid: '../1', start } }),
      'badRequest',
    ],
    [
      120,
      'a reused pid',
      'mappedFiles',
      () => ({ process: { pid: 1, start: '0xfffff' } }),
      'processGone',
    ],
    [
      121,
      'the helper',
      'mappedFiles',
      () => ({ process: processId(rig.helper.child.pid!) }),
      'denied',
    ],
    [122, 'a kernel thread', 'mappedFiles', () => ({ process: processId(2) }), 'notMapped'],
    [123, 'what it does not map', 'openMapped', () => ({ process: own(), ...file }), 'notMapped'],
    [124, 'what is not open', 'readMapped', () => ({ file: 9, offset: '0x0', length: 1 }), 'state'],
    [
      125,
      'more than a frame',
      'readMapped',
      () => ({ file: 1, offset: '0x0', length: 1e6 }),
      'badRequest',
    ],
    [
      126,
      'a negative offset',
      'readMapped',
      () => ({ file: 1, offset: '-0x1', length: 1 }),
      'badRequest',
    ],
    [127, 'closing what is not open', 'closeMapped', () => ({ file: 9 }), 'state'],
    [128, '17 files', 'mappers', () => ({ files: fill(17, file) }), 'badRequest'],
    [
      129,
      '257 addresses',
      'kernelAddresses',
      () => ({ addresses: fill(257, '0x1') }),
      'badRequest',
    ],
    [
      130,
      'an address that is text',
      'kernelAddresses',
      () => ({ addresses: ['_text'] }),
      'badRequest',
    ],
  ])('case %i: %s', refused);

  it('case 131: a secret by way of a process that does not run it', async () => {
    const { path, ...secret } = await identityOf('/etc/shadow');
    await rig.refuses('openMapped', { process: own(), ...secret }, 'notMapped');
    const change = { file: { path, ...secret, process: own() } };
    await rig.refuses('create', create(change), 'notMapped|fileUnreadable');
  });
});

describe('names', () => {
  const dynamic = (system: string, event: string) => ({
    probes: [{ kind: 'tracepoint', label: 'x', system, event, enable: true }],
  });
  const kprobe = (change: object) => ({
    probes: [
      {
        ...{ kind: 'kretprobe', label: 'x', args: [], enable: false },
        symbol: 'vfs_read',
        offset: '0x0',
        ...change,
      },
    ],
  });
  const hello = (change: object) => ({ protocol: 1, client: 'x', ...change });
  it.each<Row>([
    [
      132,
      "another tool's event as a tracepoint",
      'create',
      () => dynamic(witnessName(), 'theirs'),
      'notFound',
    ],
    [133, 'all events of a system', 'create', () => dynamic('sched', '*'), 'badRequest'],
    [134, "another's group by number", 'create', () => create({ group: 99 }), 'state'],
    [135, "another's group by name", 'create', () => create({ group: 'other' }), 'badRequest'],
    [
      136,
      'a label with a newline, for the audit line',
      'create',
      () => create({ label: 'a\nb' }),
      'badRequest',
    ],
    [137, 'a module with a slash', 'create', () => kprobe({ module: '../x' }), 'badRequest'],
    [
      138,
      'a symbol with a command',
      'create',
      () => kprobe({ symbol: `a ${REMOVE_THEIRS}` }),
      'badRequest',
    ],
    [139, 'too many calls in flight', 'create', () => kprobe({ maxActive: 4097 }), 'badRequest'],
    [
      140,
      'a nonce that is a path',
      'hello',
      () => hello({ nonce: '../../etc/passwd' }),
      'badRequest',
    ],
    [
      141,
      'a nonce with a newline',
      'hello',
      () => hello({ nonce: `${'a'.repeat(63)}\n` }),
      'badRequest',
    ],
    [142, 'an instance by path', 'sweep', () => ({ owners: ['../instances'] }), 'badRequest'],
    [143, '65 owners', 'sweep', () => ({ owners: fill(65, 'x') }), 'badRequest'],
    [
      144,
      'a search of a megabyte',
      'tracepoints',
      () => ({ text: 'x'.repeat(257), limit: 1 }),
      'badRequest',
    ],
    [145, 'a search without end', 'kernelSymbols', () => ({ text: '', limit: 1e9 }), 'badRequest'],
    [146, 'a symbol that is a pattern', 'kernelSymbol', () => ({ symbol: 'vfs_*' }), 'badRequest'],
  ])('case %i: %s', refused);

  it('case 149: what the kernel drops silently, behind the bracket of a fetch', async () => {
    await rig.refuses('create', create({ args: [{ fetch: '+0(%di)junk' }] }), 'invalidInput');
  });

  it('case 151: parameters so deep that to look at them takes all of the stack', async () => {
    const deep = `{"a":${'['.repeat(30_000)}${']'.repeat(30_000)}}`;
    await rig.refuses('list', deep, 'badRequest');
  });

  it('case 147: the cancellation of what was never asked', async () => {
    rig.client.send('{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":4711}}');
    rig.client.send('{"jsonrpc":"2.0","method":"remove","params":{"handles":[1]}}');
    await rig.refuses('list', { from: -1 }, 'badRequest');
  });

  it('case 148: end told twice, and a request behind it', async () => {
    const helper = new RunningHelper(rig.file);
    const client = new HandClient(helper);
    await client.ask('hello', { protocol: 1, client: 'abuse' });
    await client.ask('create', { probes: [rig.good] });
    const answer = client.ask('bye', {});
    client.send('{"jsonrpc":"2.0","id":99,"method":"bye","params":{}}');
    client.send(
      `{"jsonrpc":"2.0","id":100,"method":"create","params":${JSON.stringify(create({}))}}`,
    );
    expect(await answer).toMatchObject({ result: { removed: 1 } });
    expect(await helper.exit).toBe(0);
    expect(await leftOf(`_p${helper.child.pid}_`)).toEqual([]);
  });
});

import { HelperError } from '../../../../src/protocol/helperError';
import type { CreateProbe } from '../../../../src/protocol/probes';
import type { Scope } from '../../../../src/protocol/scope';
import type { ManyFunctions } from './manyFunctions';
import type { RandomSequence } from './randomSequence';
import { processId } from './resident';
import type { RunningHelper } from './runningHelper';
import type { Target } from './target';

/** Rare on a machine at rest, and hit by whatever a test starts. */
export const TRACEPOINT = { system: 'sched', event: 'sched_process_exit' } as const;

/** What a random order of requests may be told: that a capture runs already or none does, a tracepoint is there, a process is not. */
const EXPECTED: ReadonlySet<string> = new Set(['state', 'exists', 'processGone']);

/** Asks for one thing after the other, by chance; rejects when the helper is gone. */
export async function randomWork(
  { client }: RunningHelper,
  greeting: Promise<unknown>,
  random: RandomSequence,
  { target, many }: { readonly target: Target; readonly many: ManyFunctions },
): Promise<never> {
  const on = await target.probe();
  const off = { ...on, enable: false };
  const several = await many.probe(300);
  const full = { ...on, stacks: true as const, filter: 'common_pid > 1', limits: { maxHits: 2 } };
  const tracepoint: CreateProbe = {
    ...{ kind: 'tracepoint', label: 'x', ...TRACEPOINT, enable: true },
    limits: { maxHits: 1000 },
  };
  const scopes: readonly [Scope, ...Scope[]] = [
    { kind: 'mine' },
    { kind: 'processes', processes: [processId(process.pid)], otherUsers: false },
    { kind: 'all' },
  ];
  await greeting;
  for (;;) {
    const { probes } = await client.request('list', {});
    const handles = probes.slice(0, 4).map(({ handle }) => handle);
    const [handle = 1] = handles;
    const onSome = (method: 'enable' | 'disable' | 'remove') => async () =>
      handles.length > 0 && client.request(method, { handles });
    const create = (...all: CreateProbe[]): Promise<unknown> =>
      client.request('create', { probes: all });
    const record = (): Promise<unknown> =>
      client.request('startCapture', { bufferKib: 64, mode: 'recorder', freeze: { handle } });
    await random
      .pick<() => Promise<unknown>>([
        () => create(on, off),
        () => create(...Array.from({ length: 32 }, () => off)),
        () => create(several, { ...several, enable: false }),
        () => create(full, tracepoint),
        onSome('enable'),
        onSome('disable'),
        onSome('remove'),
        () => target.run(3),
        () => client.request('hits', {}),
        () => client.request('orphans', {}),
        () => client.request('startCapture', { bufferKib: 64 }),
        record,
        () => client.request('stopCapture', {}),
        () => client.request('freezeRecorder', {}),
        () => client.request('resizeCapture', { bufferKib: random.pick([64, 128]) }),
        () => client.request('filter', { handle, filter: random.pick([null, 'common_pid > 2']) }),
        () => client.request('stacks', { handles: [handle], on: random.next() < 0.5 }),
        () => client.request('scope', { scope: random.pick(scopes) }),
      ])()
      .catch(expectedOnly);
  }
}

function expectedOnly(error: unknown): void {
  if (!(error instanceof HelperError && EXPECTED.has(error.code))) {
    throw error;
  }
}

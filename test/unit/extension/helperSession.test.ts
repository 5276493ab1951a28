import type { Duplex } from 'node:stream';
import { createMessageConnection, type MessageConnection } from 'vscode-jsonrpc/node';
import { describe, expect, it } from 'vitest';
import { ElevationError } from '../../../src/elevation/elevationError';
import type { PlannedStrategy } from '../../../src/elevation/elevator';
import type { HelperConnection, StrategyId } from '../../../src/elevation/strategy';
import { FrameMessageReader } from '../../../src/protocol/messageReader';
import { FrameMessageWriter } from '../../../src/protocol/messageWriter';
import { PROTOCOL_VERSION } from '../../../src/protocol/requests';
import { HelperSession, type Elevate } from '../../../src/extension/session/helperSession';
import type { SessionUi } from '../../../src/extension/session/sessionUi';
import { socketPair } from './support/socketPair';

const PLAN: PlannedStrategy[] = [{ id: 'sudo', ok: true, reason: 'sudo -n' }];

/** A helper's end of the stream that answers hello and bye, over the real frames. */
class FakePeer {
  readonly connection: MessageConnection;
  readonly asked: string[] = [];

  constructor(
    readonly stream: Duplex,
    protocol: number,
  ) {
    this.connection = createMessageConnection(
      new FrameMessageReader(stream),
      new FrameMessageWriter(stream),
    );
    this.connection.onRequest((method: string) => {
      this.asked.push(method);
      return method === 'bye'
        ? { removed: 0 }
        : {
            protocol,
            kernel: '6.18',
            architecture: 'x64',
            tracefs: null,
            pid: 7,
            uid: 0,
            instance: null,
            scope: 'mine' as const,
            features: {
              uprobes: true,
              kprobes: false,
              refCtrOffset: true,
              kretprobeMaxActive: true,
              locations: true,
            },
          };
    });
    this.connection.listen();
  }
}

interface Way {
  /** Fails each of the next starts with this. */
  readonly failures?: ElevationError[];
  readonly protocol?: number;
  readonly ui?: Partial<SessionUi>;
}

function sessionWith({ failures = [], protocol = PROTOCOL_VERSION, ui = {} }: Way = {}) {
  const peers: FakePeer[] = [];
  const started: StrategyId[] = [];
  const log: string[] = [];
  const connect = async (via: StrategyId): Promise<HelperConnection> => {
    started.push(via);
    const failure = failures.shift();
    if (failure) {
      throw failure;
    }
    const [ours, theirs] = await socketPair();
    peers.push(new FakePeer(theirs, protocol));
    const ended = Promise.resolve({ code: 'closed' as const });
    return { stream: ours, via, ended, needsProof: false, dispose: () => ours.destroy() };
  };
  const elevate: Elevate = {
    async start(signal, confirm) {
      await Promise.resolve();
      if (!(await confirm(PLAN)) || signal.aborted) {
        throw new ElevationError('cancelled', 'Cancelled.');
      }
      return connect('sudo');
    },
    startWith: id => connect(id),
  };
  const session = new HelperSession(
    () => elevate,
    {
      confirm: () => Promise.resolve(true),
      offerTerminal: () => Promise.resolve(false),
      progress: until => void until.catch(() => undefined),
      log: (level, message) => log.push(`${level} ${message}`),
      ...ui,
    },
    'test',
  );
  const states: string[] = [];
  session.onDidChangeState(state => states.push(state));
  return { session, peers, started, states, log };
}

function nextState(session: HelperSession, wanted: string): Promise<void> {
  return new Promise(resolve => {
    const subscription = session.onDidChangeState(state => {
      if (state === wanted) {
        subscription.dispose();
        resolve();
      }
    });
  });
}

describe('HelperSession', () => {
  it('goes from off to connected, asking once for all who want it', async () => {
    let asked = 0;
    const confirm = (): Promise<boolean> => Promise.resolve(++asked > 0);
    const { session, states, started } = sessionWith({ ui: { confirm } });
    const [one, two] = await Promise.all([session.connected(), session.connected()]);
    expect(one).toBe(two);
    expect(await session.connected()).toBe(one);
    expect([asked, started, states]).toEqual([1, ['sudo'], ['authorising', 'connected']]);
    expect(session.running).toMatchObject({ via: 'sudo', hello: { pid: 7 } });
    session.dispose();
  });

  it('is off again when the user says no, and asks anew the next time', async () => {
    const answers = [false, true];
    const { session, states } = sessionWith({
      ui: { confirm: () => Promise.resolve(answers.shift() ?? false) },
    });
    await expect(session.connected()).rejects.toMatchObject({ code: 'cancelled' });
    expect(states).toEqual(['authorising', 'off']);
    await session.connected();
    expect(session.state).toBe('connected');
    session.dispose();
  });

  it('shows no second prompt after a denied or cancelled one', async () => {
    for (const code of ['denied', 'cancelled'] as const) {
      let offered = 0;
      const { session, started } = sessionWith({
        failures: [new ElevationError(code, 'no')],
        ui: { offerTerminal: () => Promise.resolve(++offered > 0) },
      });
      await expect(session.connected()).rejects.toMatchObject({ code });
      expect([offered, started]).toEqual([0, ['sudo']]);
    }
  });

  it('offers the terminal where no dialog can be shown, and goes on with it', async () => {
    for (const code of ['noAgent', 'noPkexec'] as const) {
      const { session, started } = sessionWith({
        failures: [new ElevationError(code, 'no')],
        ui: { offerTerminal: () => Promise.resolve(true) },
      });
      await session.connected();
      expect(started).toEqual(['sudo', 'terminal']);
      expect(session.running?.via).toBe('terminal');
      session.dispose();
    }
  });

  it('takes a declined terminal for a cancellation', async () => {
    const { session, started } = sessionWith({ failures: [new ElevationError('noAgent', 'no')] });
    await expect(session.connected()).rejects.toMatchObject({ code: 'cancelled' });
    expect([started, session.state]).toEqual([['sudo'], 'off']);
  });

  it('is lost when the helper ends by itself, and connects anew', async () => {
    const { session, peers, log } = sessionWith();
    await session.connected();
    const lost = nextState(session, 'lost');
    peers[0]?.stream.destroy();
    await lost;
    expect(session.running).toBeUndefined();
    expect(log.some(line => line.startsWith('error Helper lost'))).toBe(true);
    await session.connected();
    expect(session.state).toBe('connected');
    session.dispose();
  });

  it('stays lost when a restart is cancelled, until the user gives it up', async () => {
    const answers = [true, false];
    const { session, peers } = sessionWith({
      ui: { confirm: () => Promise.resolve(answers.shift() ?? false) },
    });
    await session.connected();
    const lost = nextState(session, 'lost');
    peers[0]?.stream.destroy();
    await lost;
    await expect(session.connected()).rejects.toMatchObject({ code: 'cancelled' });
    expect(session.state).toBe('lost');
    await session.stop();
    expect(session.state).toBe('off');
  });

  it('says goodbye when stopped, and is off, not lost', async () => {
    const { session, peers, states } = sessionWith();
    await session.connected();
    await session.stop();
    expect(peers[0]?.asked).toEqual(['hello', 'bye']);
    expect(states).toEqual(['authorising', 'connected', 'off']);
  });

  it('starts no other helper before the one that is being stopped is gone', async () => {
    const { session, peers, states } = sessionWith();
    await session.connected();
    const stopping = session.stop();
    const again = session.connected();
    await session.stopped();
    expect(states).toEqual(['authorising', 'connected', 'off', 'authorising']);
    await stopping;
    await again;
    expect(peers.map(({ asked }) => asked)).toEqual([['hello', 'bye'], ['hello']]);
    expect(session.state).toBe('connected');
    session.dispose();
  });

  it('can be cancelled while the user is being asked', async () => {
    let answer: (goOn: boolean) => void = () => undefined;
    const asked = new Promise<boolean>(resolve => (answer = resolve));
    const { session, started } = sessionWith({ ui: { confirm: () => asked } });
    const start = session.connected();
    await session.stop();
    answer(true);
    await expect(start).rejects.toMatchObject({ code: 'cancelled' });
    expect([started, session.state]).toEqual([[], 'off']);
  });

  it('refuses a helper of another version with both numbers', async () => {
    const { session } = sessionWith({ protocol: PROTOCOL_VERSION + 1 });
    await expect(session.connected()).rejects.toMatchObject({ code: 'version' });
    expect(session.state).toBe('off');
  });

  it('ends the stream when the window goes', async () => {
    const { session, peers } = sessionWith();
    await session.connected();
    const closed = new Promise<void>(resolve => peers[0]?.connection.onClose(resolve));
    session.dispose();
    await closed;
    expect(session.running).toBeUndefined();
  });
});

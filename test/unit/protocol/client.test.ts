import { Duplex, PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { HelperClient } from '../../../src/protocol/client';
import { Channel, encodeFrame, FrameDecoder } from '../../../src/protocol/frames';
import { HelperError } from '../../../src/protocol/helperError';
import type { Hello } from '../../../src/protocol/requests';

interface Asked {
  id: number;
  method: string;
  params: Record<string, unknown>;
}

const HELLO: Hello = {
  protocol: 1,
  kernel: '6.18',
  architecture: 'x64',
  tracefs: '/sys/kernel/tracing',
  pid: 4,
  uid: 1000,
  instance: 'probescope_u1000_p4_a',
  scope: 'mine' as const,
  features: {
    uprobes: true,
    kprobes: false,
    refCtrOffset: true,
    kretprobeMaxActive: false,
    locations: true,
  },
};

/** The other end of a client's stream, answering by hand. */
class FakeHelper {
  readonly asked: Asked[] = [];
  readonly client: HelperClient;
  private readonly toClient = new PassThrough();

  constructor(answer: (asked: Asked, helper: FakeHelper) => void) {
    const fromClient = new PassThrough();
    const decoder = new FrameDecoder();
    fromClient.on('data', (chunk: Buffer) => {
      decoder.push(chunk);
      for (let frame = decoder.next(); frame !== undefined; frame = decoder.next()) {
        const asked = JSON.parse(frame.payload.toString()) as Asked;
        this.asked.push(asked);
        answer(asked, this);
      }
    });
    this.client = new HelperClient(Duplex.from({ readable: this.toClient, writable: fromClient }));
  }

  say(message: object): void {
    const payload = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }));
    this.toClient.write(encodeFrame(Channel.json, payload));
  }

  sayBytes(bytes: Buffer): void {
    this.toClient.write(bytes);
  }

  end(): void {
    this.toClient.end();
  }
}

describe('the client of a helper', () => {
  it('resolves with a checked result', async () => {
    const { client, asked } = new FakeHelper(({ id }, helper) => helper.say({ id, result: HELLO }));
    expect(await client.hello('test')).toEqual(HELLO);
    expect(asked).toMatchObject([{ method: 'hello', params: { protocol: 1, client: 'test' } }]);
    client.dispose();
    expect(await client.closed).toMatchObject({ by: 'us' });
  });

  it.each([
    [{ ...HELLO, pid: '4' }, 'pid'],
    [{ ...HELLO, extra: 1 }, 'extra'],
    [[], 'protocol'],
    ['text', 'result'],
  ])('refuses a result that is not as agreed', async (result, at) => {
    const { client } = new FakeHelper(({ id }, helper) => helper.say({ id, result }));
    await expect(client.hello('test')).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringContaining(at) as string,
    });
  });

  it('says which end is older', async () => {
    const result = { ...HELLO, protocol: 7 };
    const { client } = new FakeHelper(({ id }, helper) => helper.say({ id, result }));
    await expect(client.hello('test')).rejects.toMatchObject({
      code: 'version',
      message:
        'The helper speaks protocol 7, the extension 1: update the extension and start the helper again.',
    });
  });

  it("throws the helper's own words", async () => {
    const data = {
      code: 'busy',
      message: 'perf holds the event',
      errno: 'EINTR',
      line: 'p:g/e /x:0x1',
      log: { text: 'a', column: 2, command: 'p:g/e' },
    };
    const error = { code: -32000, message: data.message, data };
    const { client } = new FakeHelper(({ id }, helper) => helper.say({ id, error }));
    const failure = await client.request('list', {}).catch((thrown: unknown) => thrown);
    expect(failure).toBeInstanceOf(HelperError);
    expect(failure).toMatchObject(data);
  });

  it('takes an error without our data for an internal one', async () => {
    const error = { code: -32601, message: 'Unhandled method list' };
    const { client } = new FakeHelper(({ id }, helper) => helper.say({ id, error }));
    await expect(client.request('list', {})).rejects.toMatchObject({ code: 'internal' });
  });

  it('gets the answer that came right before the end of the stream', async () => {
    const { client } = new FakeHelper(({ id }, helper) => {
      helper.say({ id, result: { removed: 3 } });
      helper.end();
    });
    expect(await client.request('bye', {})).toEqual({ removed: 3 });
    expect(await client.closed).toMatchObject({ by: 'helper' });
    expect(client.isOpen).toBe(false);
    await expect(client.request('list', {})).rejects.toMatchObject({ code: 'closed' });
  });

  it('fails what is pending when the helper goes', async () => {
    const { client } = new FakeHelper((_, helper) => helper.end());
    await expect(client.request('list', {})).rejects.toMatchObject({ code: 'closed' });
  });

  it.each([
    ['an unknown channel', Buffer.from([0, 0, 0, 0, 9])],
    ['a frame that is too long', Buffer.from([0, 1, 0, 1, 0])],
    ['bad JSON', encodeFrame(Channel.json, Buffer.from('{'))],
  ])('closes on %s and says so', async (_, bytes) => {
    const { client } = new FakeHelper((_asked, helper) => helper.sayBytes(bytes));
    await expect(client.request('list', {})).rejects.toMatchObject({ code: 'closed' });
    const { by, reason } = await client.closed;
    expect(by).toBe('error');
    expect(reason).not.toBe('');
  });

  it('asks the helper to stop when aborted, and waits for what it says', async () => {
    const abort = new AbortController();
    const { client, asked } = new FakeHelper(({ method, params }, helper) => {
      if (method === '$/cancelRequest') {
        helper.say({ id: params['id'], result: { results: [{ ok: true }] } });
      } else {
        abort.abort();
      }
    });
    const { results } = await client.request('remove', { handles: [1] }, abort.signal);
    expect(results).toEqual([{ ok: true }]);
    expect(asked.map(({ method }) => method)).toEqual(['remove', '$/cancelRequest']);
    await expect(client.request('list', {}, abort.signal)).rejects.toMatchObject({
      code: 'cancelled',
    });
  });

  it('passes notifications on, if they are well-formed', async () => {
    const { client } = new FakeHelper(({ id }, helper) => {
      helper.say({ method: 'progress', params: { method: 'create', done: 1, total: 'many' } });
      helper.say({ method: 'progress', params: { method: 'create', done: 1, total: 2 } });
      helper.say({ method: 'unheard', params: {} });
      helper.say({ id, result: { probes: [], scope: 'mine' } });
    });
    const heard: unknown[] = [];
    const first = new Promise<void>(resolve => {
      client.onNotification('progress', progress => {
        heard.push(progress);
        resolve();
      });
    });
    await client.request('list', {});
    await first;
    expect(heard).toEqual([{ method: 'create', done: 1, total: 2 }]);
  });
});

import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { RateLimit } from '../../../src/helper/rateLimit';
import { RequestGate } from '../../../src/helper/requestGate';
import { Channel, encodeFrame } from '../../../src/protocol/frames';
import { FrameReader, type FrameListener } from '../../../src/protocol/frameReader';
import { FrameWriter } from '../../../src/protocol/frameWriter';

function request(id: number, method = 'list'): Buffer {
  return encodeFrame(Channel.json, Buffer.from(JSON.stringify({ jsonrpc: '2.0', id, method })));
}

/** Hears nothing but what a test listens for. */
function listener(heard: Partial<FrameListener>): FrameListener {
  const nothing = (): void => undefined;
  return { message: nothing, failed: nothing, closed: nothing, ...heard };
}

const settled = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

describe('a flood of requests', () => {
  it('waits in the stream until earlier ones are answered', async () => {
    const stream = new PassThrough();
    const gate = new RequestGate();
    const taken: unknown[] = [];
    const message: FrameListener['message'] = envelope => {
      taken.push(envelope.kind === 'request' ? envelope.id : envelope.kind);
    };
    new FrameReader(stream, listener({ message }), gate);
    for (let id = 0; id < 5000; id++) {
      stream.write(request(id));
    }
    await settled();
    expect(taken).toHaveLength(64);
    expect(stream.isPaused()).toBe(true);
    for (let id = 0; id < 10; id++) {
      gate.answered(id);
    }
    await settled();
    expect(taken).toHaveLength(74);
    for (let answered = 10; answered < 5000;) {
      await settled();
      expect(taken.length - answered).toBeLessThanOrEqual(64);
      while (answered < taken.length) {
        gate.answered(answered++);
      }
    }
    expect(taken).toHaveLength(5000);
    expect(new Set(taken).size).toBe(5000);
  });

  it('may not use an id twice at a time', async () => {
    const stream = new PassThrough();
    const errors: Error[] = [];
    const failed = (error: Error): void => void errors.push(error);
    new FrameReader(stream, listener({ failed }), new RequestGate());
    stream.write(Buffer.concat([request(1), request(1)]));
    await settled();
    expect(errors).toMatchObject([{ code: 'badMessage' }]);
    expect(stream.destroyed).toBe(true);
  });

  it('of notifications is dropped, but for the cancelling of what is pending', () => {
    const gate = new RequestGate();
    const message = { jsonrpc: '2.0' };
    const admit = (method: string, params?: object): boolean => {
      return gate.admit({ kind: 'notification', method, params, message });
    };
    gate.admit({ kind: 'request', id: 1, method: 'list', params: {}, message });
    expect(admit('$/cancelRequest', { id: 1 })).toBe(true);
    expect(admit('$/cancelRequest', { id: 2 })).toBe(false);
    expect(admit('$/cancelRequest', {})).toBe(false);
    expect(admit('$/cancelRequest')).toBe(false);
    expect(admit('anything', { id: 1 })).toBe(false);
  });

  it('is limited by the second', () => {
    let now = 0;
    const rate = new RateLimit(500, () => now);
    const take = (count: number): number =>
      Array.from({ length: count }, () => rate.take()).filter(Boolean).length;
    expect(take(900)).toBe(500);
    now = 100;
    expect(take(900)).toBe(50);
    now = 60_000;
    expect(take(900)).toBe(500);
  });
});

describe('a peer that does not read', () => {
  it('makes writers wait instead of filling memory', async () => {
    const stream = new PassThrough({ highWaterMark: 1000 });
    const writer = new FrameWriter(stream);
    let written = 0;
    const all = Array.from({ length: 100 }, (_, id) =>
      writer.write({ jsonrpc: '2.0', id, result: {} }).then(() => written++),
    );
    await settled();
    expect(written).toBeLessThan(60);
    stream.resume();
    await Promise.all(all);
    expect(written).toBe(100);
    stream.destroy();
    await expect(writer.write({})).rejects.toThrow('closed');
  });
});

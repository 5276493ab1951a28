import { Duplex, PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { RequestServer, type Served } from '../../../src/helper/requestServer';
import { Channel, encodeFrame, FrameDecoder } from '../../../src/protocol/frames';
import { until } from '../../rigs/poll';

/** A server that answers so, and its peer. */
function served(answer: Served['answer']) {
  const [fromPeer, toPeer, decoder] = [new PassThrough(), new PassThrough(), new FrameDecoder()];
  const answers: unknown[] = [];
  toPeer.on('data', (chunk: Buffer) => {
    decoder.push(chunk);
    for (let frame; (frame = decoder.next()) !== undefined;) {
      answers.push(JSON.parse(frame.payload.toString()));
    }
  });
  const nothing = (): void => undefined;
  const stream = Duplex.from({ readable: fromPeer, writable: toPeer });
  new RequestServer(stream, { answer, failed: nothing, closed: nothing });
  const send = (message: object): void => {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message });
    fromPeer.write(encodeFrame(Channel.json, Buffer.from(text)));
  };
  return { answers, send };
}

describe('a server of requests', () => {
  it('tells that an answer does not fit a frame, rather than leave its peer waiting', async () => {
    const { answers, send } = served(method =>
      Promise.resolve(method === 'list' ? 'x'.repeat(70_000) : undefined),
    );
    send({ id: 1, method: 'list' });
    send({ id: 2, method: 'bye' });
    await until('both are answered', () => answers.length === 2);
    const message = expect.stringMatching(/^frame of 70\d{3} bytes/) as string;
    expect(answers).toContainEqual({ jsonrpc: '2.0', id: 2, result: null });
    expect(answers).toContainEqual({
      jsonrpc: '2.0',
      id: 1,
      error: { code: -32000, message, data: { code: 'internal', message } },
    });
  });

  it('cancels just the request that is meant: 1 is not "1"', async () => {
    const pending = new Map<string, () => void>();
    const { answers, send } = served(
      (method, _params, isStopped) =>
        new Promise(resolve => {
          pending.set(method, () => {
            resolve(isStopped());
          });
        }),
    );
    send({ id: 1, method: 'number' });
    send({ id: '1', method: 'text' });
    send({ method: '$/cancelRequest', params: { id: '1' } });
    send({ method: '$/cancelRequest', params: { id: 2 } });
    send({ id: 3, method: 'last' });
    await until('all are in hand', () => pending.size === 3);
    pending.forEach(finish => {
      finish();
    });
    await until('all are answered', () => answers.length === 3);
    expect(answers).toEqual([
      { jsonrpc: '2.0', id: 1, result: false },
      { jsonrpc: '2.0', id: '1', result: true },
      { jsonrpc: '2.0', id: 3, result: false },
    ]);
  });
});

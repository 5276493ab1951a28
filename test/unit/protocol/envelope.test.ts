import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEnvelope } from '../../../src/protocol/envelope';
import { FrameError } from '../../../src/protocol/frames';

function parse(value: unknown): ReturnType<typeof parseEnvelope> {
  return parseEnvelope(Buffer.from(JSON.stringify(value)));
}

describe('messages', () => {
  it('are told apart', () => {
    const head = { jsonrpc: '2.0' };
    expect(parse({ ...head, id: 0, method: 'list', params: {} })).toMatchObject({
      kind: 'request',
      id: 0,
    });
    expect(parse({ ...head, method: 'log' })).toMatchObject({
      kind: 'notification',
      method: 'log',
    });
    expect(parse({ ...head, id: 'a', result: null })).toMatchObject({ kind: 'response', id: 'a' });
    expect(parse({ ...head, id: null, error: {} })).toMatchObject({ kind: 'response', id: null });
  });

  it.each([
    [{}],
    [{ jsonrpc: '2.0' }],
    [{ jsonrpc: '2.0', id: 1 }],
    [{ jsonrpc: '2.0', id: 1, result: 1, error: {} }],
    [{ jsonrpc: '2.0', id: 1.5, method: 'x' }],
    [{ jsonrpc: '2.0', id: '', method: 'x' }],
    [{ jsonrpc: '2.0', id: 'x'.repeat(65), method: 'x' }],
    [{ jsonrpc: '2.0', id: null, method: 'x' }],
    [{ jsonrpc: '2.0', id: 1, method: 'x', params: [] }],
    [{ jsonrpc: '2.0', id: 1, method: 'x', params: 'text' }],
  ])('%j is none', value => {
    expect(() => parse(value)).toThrow(expect.objectContaining({ code: 'badMessage' }) as Error);
  });

  it('are an envelope or a FrameError, for any JSON and any bytes', () => {
    const anything = fc.oneof(
      fc.uint8Array(),
      fc.json().map(text => Buffer.from(text)),
    );
    fc.assert(
      fc.property(anything, bytes => {
        try {
          expect(parseEnvelope(bytes)).toHaveProperty('kind');
        } catch (error) {
          expect(error).toBeInstanceOf(FrameError);
        }
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  Channel,
  encodeFrame,
  FrameDecoder,
  FrameError,
  HEADER_SIZE,
  MAX_PAYLOAD,
  type Frame,
} from '../../../src/protocol/frames';

const frame = fc.record({
  channel: fc.constantFrom(Channel.json, Channel.pages),
  payload: fc.uint8Array({ maxLength: 300 }),
});

function bytesOf(frames: readonly { channel: Channel; payload: Uint8Array }[]): Buffer {
  return Buffer.concat(frames.map(({ channel, payload }) => encodeFrame(channel, payload)));
}

function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const at = [0, ...places.map(place => place % (bytes.length + 1)), bytes.length];
  at.sort((a, b) => a - b);
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end));
}

function decode(chunks: readonly Buffer[]): Frame[] {
  const decoder = new FrameDecoder();
  const frames: Frame[] = [];
  for (const chunk of chunks) {
    decoder.push(chunk);
    for (let next = decoder.next(); next !== undefined; next = decoder.next()) {
      frames.push(next);
    }
  }
  expect(decoder.pending).toBe(0);
  return frames;
}

describe('frames', () => {
  it('have the length of the payload, then the channel, then the payload', () => {
    expect(encodeFrame(Channel.json, Buffer.from('{}')).toString('hex')).toBe('00000002007b7d');
    expect(encodeFrame(Channel.pages, Buffer.alloc(0)).toString('hex')).toBe('0000000001');
  });

  it('come out as they went in, wherever the bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(frame), fc.array(fc.nat(2000)), (frames, places) => {
        const decoded = decode(cut(bytesOf(frames), places));
        expect(
          decoded.map(({ channel, payload }) => ({ channel, payload: new Uint8Array(payload) })),
        ).toEqual(frames);
      }),
    );
  });

  it('are refused by their header alone when too long', () => {
    const decoder = new FrameDecoder();
    const header = encodeFrame(Channel.json, Buffer.alloc(0));
    header.writeUInt32BE(MAX_PAYLOAD[Channel.json] + 1);
    decoder.push(header);
    expect(() => decoder.next()).toThrow(expect.objectContaining({ code: 'tooLong' }) as Error);
    expect(() => encodeFrame(Channel.json, Buffer.alloc(65_537))).toThrow(FrameError);
    expect(encodeFrame(Channel.json, Buffer.alloc(65_536))).toHaveLength(65_536 + HEADER_SIZE);
  });

  it('hold no more than was given, and throw nothing but FrameError, for any bytes', () => {
    fc.assert(
      fc.property(
        fc.array(frame, { minLength: 1 }),
        fc.array(fc.tuple(fc.nat(), fc.nat(255))),
        (frames, mutations) => {
          const bytes = bytesOf(frames);
          for (const [at, value] of mutations) {
            bytes[at % bytes.length] = value;
          }
          const decoder = new FrameDecoder();
          decoder.push(bytes);
          let taken = 0;
          try {
            for (let next = decoder.next(); next !== undefined; next = decoder.next()) {
              taken += HEADER_SIZE + next.payload.length;
            }
          } catch (error) {
            expect(error).toBeInstanceOf(FrameError);
          }
          expect(decoder.pending).toBe(bytes.length - taken);
        },
      ),
    );
  });
});

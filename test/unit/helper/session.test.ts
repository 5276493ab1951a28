import { Duplex, PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { HelperState } from '../../../src/helper/helperState';
import { Log } from '../../../src/helper/log';
import { ownerName } from '../../../src/helper/ownerName';
import { Session } from '../../../src/helper/session';

/** A session that owns nothing yet, so that it needs no tracefs. */
function session(handshakeMs: number) {
  const lines: string[] = [];
  const log = new Log(line => lines.push(line));
  const state = new HelperState(ownerName(0, 1, 1n), { uid: 0, gid: 0 }, log);
  const fromPeer = new PassThrough();
  const toPeer = new PassThrough();
  const stream = Duplex.from({ readable: fromPeer, writable: toPeer });
  return { session: new Session(stream, state, handshakeMs), lines, state, fromPeer, toPeer };
}

describe('a session', () => {
  it('ends when nobody says hello, having said nothing itself', async () => {
    const { session: ending, lines, toPeer } = session(20);
    await ending.ended;
    expect(lines).toEqual(['probescope-helper: info: ending: no hello within 0.02 s\n']);
    expect(toPeer.read()).toBeNull();
  });

  it('ends once, for the first reason', async () => {
    const { session: ending, lines, fromPeer } = session(10_000);
    ending.end('SIGTERM');
    ending.end('SIGINT');
    fromPeer.end();
    await ending.ended;
    expect(lines).toEqual(['probescope-helper: info: ending: SIGTERM\n']);
  });

  it('is over although its clean-up failed', async () => {
    const { session: ending, lines, state } = session(10_000);
    Reflect.defineProperty(state.probes, 'all', {
      get: () => {
        throw new Error('broken');
      },
    });
    ending.end('SIGTERM');
    await ending.ended;
    expect(lines).toContain('probescope-helper: error: cleaning up: broken\n');
  });

  it('writes one line whatever a message holds', () => {
    const lines: string[] = [];
    new Log(line => lines.push(line)).warn('a\nb\u001b[31m');
    expect(lines).toEqual(['probescope-helper: warn: a b [31m\n']);
  });
});

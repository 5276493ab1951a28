import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Guest, helperGuest } from '../rigs/vm';

/** Stands in for the helper: sends back what it gets, and ends when its stream does. */
const ECHO = 'process.stdin.pipe(process.stdout);';

describe('the stream between a helper in the guest and the host', () => {
  let folder: string;
  let guest: Guest;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'probescope-echo-'));
    await writeFile(join(folder, 'echo.js'), ECHO);
    guest = await helperGuest(join(folder, 'echo.js'));
  });
  afterAll(async () => {
    await guest.remove();
    await rm(folder, { recursive: true });
  });

  it('carries bytes both ways as they are, and ends the helper and the guest with it', async () => {
    const [program = '', ...args] = guest.argv;
    const qemu = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'], timeout: 60_000 });
    const ended = once(qemu, 'close');
    const sent = Buffer.from(Array.from({ length: 1 << 20 }, (_, index) => (index * 7919) % 251));
    qemu.stdin.write(sent);
    const received: Buffer[] = [];
    for await (const chunk of qemu.stdout as AsyncIterable<Buffer>) {
      received.push(chunk);
      if (received.reduce((sum, each) => sum + each.length, 0) >= sent.length) {
        break;
      }
    }
    expect(Buffer.concat(received).equals(sent)).toBe(true);
    qemu.stdin.end();
    expect((await ended)[0]).toBe(0);
    expect(await guest.console()).toContain('=== the helper ended with 0');
  });
});

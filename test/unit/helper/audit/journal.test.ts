import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Journal } from '../../../../src/helper/audit/journal';

let folder: string;
let path: string;
let told: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'probescope-journal-'));
  path = join(folder, 'stdout');
  told = [];
});
afterEach(() => rm(folder, { recursive: true }));

/** A journal that reads nothing until it is asked for all. */
async function journald(): Promise<{ server: Server; all: () => Promise<string> }> {
  const server = createServer({ pauseOnConnect: true, allowHalfOpen: true });
  // As journald does: nothing is ever written to who writes lines.
  server.on('connection', socket => socket.end());
  const connected = once(server, 'connection') as Promise<[Socket]>;
  server.listen(path);
  await once(server, 'listening');
  const all = async (): Promise<string> => {
    const [socket] = await connected;
    socket.setEncoding('utf8');
    let text = '';
    for await (const chunk of socket) {
      text += String(chunk);
    }
    server.close();
    return text;
  };
  return { server, all };
}

it('says what is wrong where there is none, and counts what was lost as soon as there is one', async () => {
  const journal = new Journal(word => told.push(word), path);
  expect(await journal.trouble()).toBe('no audit line: no journal (ENOENT)');
  journal.write('one');
  journal.write('two');
  expect(await journal.trouble()).toBe('no audit line: no journal (ENOENT)');
  const { all } = await journald();
  expect(await journal.trouble()).toBe('2 audit lines did not reach the journal');
  journal.write('three');
  const [text] = await Promise.all([all(), journal.close()]);
  expect(text.split('\n').slice(7)).toEqual(['2 lines could not be written', 'three', '']);
  expect(told).toEqual(['ENOENT']);
});

it('counts what a journal that does not read is not given', async () => {
  const { all } = await journald();
  const journal = new Journal(word => told.push(word), path, 1000);
  expect(await journal.trouble()).toBeUndefined();
  const sent = 3000;
  const lines = Array.from({ length: sent }, (_, n) => `${n} ${'x'.repeat(200)}`);
  lines.forEach(line => {
    journal.write(line);
  });
  expect(told).toEqual(['it does not take lines as fast as they come']);
  expect(await journal.trouble()).toMatch(/^\d+ audit lines did not reach the journal$/);
  const [text] = await Promise.all([all(), journal.close()]);
  const got = text.split('\n').slice(7, -1);
  const gaps = got.flatMap(line => /^(\d+) lines could not be written$/.exec(line)?.[1] ?? []);
  const lost = gaps.reduce((sum, gap) => sum + Number(gap), 0);
  expect(lost).toBeGreaterThan(0);
  expect(got.length - gaps.length + lost).toBe(sent);
});

it('goes on where the journal closes its own half of the stream', async () => {
  const { all } = await journald();
  const journal = new Journal(word => told.push(word), path);
  const reading = all();
  const lines = Array.from({ length: 50 }, (_, n) => `line ${n}`);
  for (const line of lines) {
    journal.write(line);
    await nextTurn();
  }
  expect(await journal.trouble()).toBeUndefined();
  const [text] = await Promise.all([reading, journal.close()]);
  expect(text.split('\n').slice(7, -1)).toEqual(lines);
});

import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { Captures } from '../../../src/helper/capture/captures';
import { Log } from '../../../src/helper/log';
import { Instance } from '../../../src/tracefs/instance';
import { SerialQueue } from '../../../src/tracefs/serialQueue';
import { until } from '../../rigs/poll';
import { HEADER_EVENT, headerPage } from '../tracefs/pageWriter';

/** A folder in the place of an instance, whose buffer cannot be read: it is a folder too. */
async function unreadableInstance(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'captures-'));
  await mkdir(join(folder, 'per_cpu/cpu0/trace_pipe_raw'), { recursive: true });
  await mkdir(join(folder, 'events'));
  await writeFile(join(folder, 'events/header_page'), headerPage(8));
  await writeFile(join(folder, 'events/header_event'), HEADER_EVENT);
  await writeFile(join(folder, 'trace_clock'), '[local] global mono\n');
  await writeFile(join(folder, 'per_cpu/cpu0/stats'), 'entries: 0\n');
  for (const name of ['buffer_size_kb', 'tracing_on']) {
    await writeFile(join(folder, name), '');
  }
  return folder;
}

it('a capture whose buffer cannot be read is over, says so, and can be begun again', async () => {
  const folder = await unreadableInstance();
  const instance = new Instance('unreadable', folder, new SerialQueue());
  const captures = new Captures(new Log(() => undefined));
  captures.begin(new PassThrough(), () => undefined);
  expect((await captures.start(instance, { bufferKib: 64 })).capture).toBe(1);
  const tracingOn = (): Promise<string> => readFile(join(folder, 'tracing_on'), 'utf8');
  await until('events are kept out of the buffer', async () => (await tracingOn()).endsWith('0'));
  const size = (): Promise<string> => readFile(join(folder, 'buffer_size_kb'), 'utf8');
  await until('its memory is given back', async () => (await size()) === '644');
  expect(() => captures.counts()).toThrow(/ended by itself \(.*EISDIR.*start it again/);
  await expect(captures.stop()).rejects.toMatchObject({ code: 'state' });
  expect((await captures.start(instance, { bufferKib: 64 })).capture).toBe(2);
  // Before a probe is removed, which this must not prevent.
  await captures.drain();
  expect(() => captures.counts()).toThrow('ended by itself');
  await rm(folder, { recursive: true });
});

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EventService } from '../../../../src/workers/eventService';
import { ThreadNames } from '../../../../src/workers/threadNames';
import { HEADER_EVENT, headerPage } from '../../tracefs/pageWriter';
import { callerFormatText, callerPages } from './callerPages';

const CALL = { progress: (): void => undefined };
const BUILD = { buildId: 'ab12', size: 9000, mtime: '1' };
const SITE = { recorded: { path: '/opt/orders', ...BUILD }, by: 'address', at: 0x1204 };
const CALLER = 'handle_order+0x5 (orders) orders.c:48';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'probescope-places-'));
});
afterAll(() => rm(folder, { recursive: true }));

const service = (): EventService =>
  new EventService(new ThreadNames(() => Promise.resolve(undefined)), () => 0);

/** A capture with calls of a function from two places, whose names are known. */
async function captured(): Promise<EventService> {
  const made = service();
  const facts = {
    ...{ capture: 1, littleEndian: true, clock: 'mono', aheadOfMonotonic: 0 },
    ...{ headerPage: headerPage(8), headerEvent: HEADER_EVENT },
  };
  made.handlers.begin({ facts, capacity: 1000, isLocal: true });
  const file = { path: '/opt/orders', dev: 1n, inode: 7n };
  const places = [{ address: 0x1150, offset: 0x1150 }];
  made.handlers.format({ text: callerFormatText(7), code: { caller: 'caller', file, places } });
  const base = 0x5500_0000_0000;
  const call = { thread: 2 ** 30, ip: base + 0x1150 };
  const calls = [0x1205, 0x1205, 0x1000].map(at => ({ ...call, caller: base + at }));
  made.takePages(1, 0, 0, callerPages(7, calls));
  const asked = await made.handlers.unnamed({ capture: 1 });
  const names = {
    builds: [BUILD],
    files: asked!.files.map(({ at }) =>
      at.map(each =>
        each === 0x1204 ? { name: 'handle_order', delta: 4, source: 'orders.c:48' } : null,
      ),
    ),
    kernel: [],
  };
  made.handlers.named({ capture: 1, places: asked!, names });
  return made;
}

async function saved(from: EventService, masked: readonly string[] = []): Promise<string> {
  const path = join(folder, `${Math.random()}.probescope`);
  await from.handlers.save({ path, kind: 'recording', masked, labels: [], lost: 0 }, CALL);
  return path;
}

async function opened(path: string): Promise<EventService> {
  const made = service();
  await made.handlers.openRecording({ path, capacity: 1000 }, CALL);
  return made;
}

describe('the callers of a recording', () => {
  it('lead to the place in the file that they were in, also once it was saved again', async () => {
    const first = await opened(await saved(await captured()));
    for (const recording of [first, await opened(await saved(first))]) {
      const { rows } = recording.handlers.rows({ from: 0, to: 9 });
      expect(rows.map(({ values }) => values[1])).toEqual([CALLER, CALLER, '0x550000001000']);
      const [schema] = recording.handlers.schemas();
      expect(schema?.fields[1]).toMatchObject({ name: 'caller', isCode: true });
      expect(recording.handlers.callSite({ index: 1 })).toEqual(SITE);
      expect(recording.handlers.callSite({ caller: CALLER })).toEqual(SITE);
      expect(recording.handlers.callSite({ index: 2 })).toBeNull();
      expect(recording.handlers.callSite({ caller: 'main+0x1 (orders)' })).toBeNull();
    }
  });

  it('lead there from their counts while they are captured', async () => {
    const { handlers } = await captured();
    const place = { file: { path: '/opt/orders' }, by: 'address', at: 0x1204 };
    expect(handlers.callSite({ caller: CALLER })).toMatchObject(place);
    expect(handlers.callSite({ index: 0 })).toMatchObject(place);
  });

  it('are in no file where they are masked, before it is saved or as it is', async () => {
    const before = await captured();
    before.handlers.mask({ patterns: ['work.caller'] });
    for (const path of [await saved(before), await saved(await captured(), ['caller'])]) {
      const bytes = await readFile(path);
      expect(bytes.includes('SITE')).toBe(false);
      expect(bytes.includes('STAK')).toBe(false);
      expect(texts(bytes)).not.toContain('handle_order');
      expect((await opened(path)).handlers.callSite({ index: 0 })).toBeNull();
    }
  });

  it('are let go where they are masked while it is opened', async () => {
    const path = await saved(await captured());
    expect(texts(await readFile(path))).toContain('handle_order');
    const recording = service();
    recording.handlers.mask({ patterns: ['caller'] });
    await recording.handlers.openRecording({ path, capacity: 1000 }, CALL);
    expect(recording.handlers.callSite({ caller: CALLER })).toBeNull();
  });
});

/** What the sections of a recording hold. */
function texts(bytes: Buffer): string {
  let text = '';
  for (let at = 12; at < bytes.length;) {
    const stored = bytes.readUInt32LE(at + 4);
    text += inflateRawSync(bytes.subarray(at + 16, at + 16 + stored)).toString('latin1');
    at += 16 + stored;
  }
  return text;
}

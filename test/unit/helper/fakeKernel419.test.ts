import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { EventRequest } from '../../../src/helper/definition';
import { HelperState } from '../../../src/helper/helperState';
import { Log } from '../../../src/helper/log';
import { FreeNames } from '../../../src/helper/eventName';
import { makeEvent } from '../../../src/helper/makeEvent';
import { ownerName } from '../../../src/helper/ownerName';
import { Tracefs } from '../../../src/tracefs';

// Linux 4.20 is the first to count up semaphores; its README says so (1cc33161a83d).
const README = 'place (uprobe): <path>:<offset>\n';

const folder = mkdtempSync(join(tmpdir(), 'probescope-419-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Uprobe = Extract<EventRequest, { file: unknown }>;

const PLACES: readonly (readonly [string, Partial<Uprobe>])[] = [
  ['the first place', { refCtrOffset: '0x3066' }],
  ['a further place', { more: [{ offset: '0x12a0', refCtrOffset: '0x3066' }] }],
];

describe('a kernel without reference counters', () => {
  it.each(PLACES)('gets no line with a semaphore at %s', async (_, places) => {
    writeFileSync(join(folder, 'README'), README);
    writeFileSync(join(folder, 'uprobe_events'), '');
    const state = new HelperState(
      ownerName(0, 1, 1n),
      { uid: 0, gid: 0 },
      new Log(() => undefined),
    );
    const making = makeEvent(
      state,
      new Tracefs(folder),
      {
        kind: 'uprobe',
        label: 'shop:order',
        args: [],
        enable: true,
        file: { path: '/srv/shop', device: '0x801', inode: '0x1267' },
        offset: '0x1290',
        ...places,
      },
      { isStopped: () => false, progress: () => undefined },
      new FreeNames(),
    );
    await expect(making).rejects.toMatchObject({ code: 'notSupported' });
    await expect(making).rejects.toThrow('Linux 4.20');
    expect(readFileSync(join(folder, 'uprobe_events'), 'utf8')).toBe('');
  });
});

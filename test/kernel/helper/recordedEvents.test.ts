import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { threadOwner } from '../../../src/processes/threadOwner';
import { EventService } from '../../../src/workers/eventService';
import { ThreadNames } from '../../../src/workers/threadNames';
import { attach } from './support/attach';
import { builtHelper, removeHelper } from './support/builtHelper';
import { Captured } from './support/captured';
import { RunningHelper } from './support/runningHelper';
import { Target } from './support/target';

const CALL = { progress: (): void => undefined };
const CALLS = 2500;
const CAPACITY = 100_000;

let file: string;
let target: Target;
let helper: RunningHelper;
let folder: string;

beforeAll(async () => {
  file = await builtHelper();
  target = await Target.compile();
  folder = await mkdtemp(join(tmpdir(), 'probescope-recorded-'));
  helper = new RunningHelper(file);
  await helper.hello();
});
afterAll(async () => {
  await helper.close();
  await Promise.all([target.remove(), removeHelper(file), rm(folder, { recursive: true })]);
});

/** After a while without pages, as when a user saves what was captured. */
function service(): EventService {
  let now = 0;
  const names = new ThreadNames(tid => threadOwner(tid));
  return new EventService(names, () => (now += 2500));
}

/** All rows, column by column as the page shows them. */
function table(of: EventService): readonly unknown[] {
  const { news } = of.handlers.rows({ from: 0, to: 0 });
  const rows = [];
  for (let from = news.first; from < news.end; from += 1000) {
    rows.push(...of.handlers.rows({ from, to: from + 1000 }).rows);
  }
  return rows;
}

describe('a recording of calls', () => {
  it('has their entries, returns and durations, and not what is masked', async () => {
    const entry = await attach(
      helper,
      await target.probe({
        args: [
          { name: 'n', fetch: '%di', type: 's32' },
          { name: 'name', fetch: '$comm', type: 'string' },
          { name: 'bad', fetch: '+0(\\0)', type: 'ustring' },
          { name: 'password', fetch: '$comm', type: 'string' },
          { name: 'stack', fetch: '+0(%sp)', type: 'x8[8]' },
        ],
      }),
    );
    const ret = await attach(
      helper,
      await target.probe({
        kind: 'uretprobe',
        args: [{ name: 'value', fetch: '$retval', type: 's64' }],
      }),
    );
    const captured = await Captured.start(helper, 8192);
    const child = spawn(target.path, [String(CALLS)], { stdio: 'ignore' });
    await once(child, 'exit');
    await captured.stop();

    const live = service();
    live.handlers.begin({ facts: captured.facts, capacity: CAPACITY, isLocal: true });
    live.handlers.mask({ patterns: ['*PASS*'] });
    const schemas = [];
    for (const { handle } of [entry, ret]) {
      const { text } = await helper.client.request('format', { handle });
      schemas.push(live.handlers.format({ text }));
    }
    live.handlers.pair({ entry: schemas[0]!, ret: schemas[1]! });
    captured.frames.forEach(({ capture, cpu, pages, epoch }) =>
      live.takePages(capture, cpu, 0, pages, epoch),
    );
    const expected = table(live);
    expect(expected).toHaveLength(CALLS * 2);

    const path = join(folder, 'calls.probescope');
    const labels = ['work', 'work ↩'];
    const saved = { path, kind: 'recording', masked: [], labels, lost: 0 } as const;
    expect(await live.handlers.save(saved, CALL)).toBe(CALLS * 2);
    expect((await stat(path)).mode & 0o777).toBe(0o600);

    const again = service();
    const said = await again.handlers.openRecording({ path, capacity: CAPACITY }, CALL);
    expect(said).toEqual({ labels, lost: 0, masked: ['password'], pauses: [] });
    expect(table(again)).toEqual(expected);
    expect(again.handlers.schemas()).toEqual(live.handlers.schemas());
    expect(expected).toContainEqual(
      expect.objectContaining({ schema: schemas[0], took: expect.any(Number) as number }),
    );

    // Saved as text, both are the same file, and none tells what is masked.
    const texts = [];
    for (const [at, each] of [live, again].entries()) {
      const csv = join(folder, `${at}.csv`);
      await each.handlers.save({ ...saved, path: csv, kind: 'csv' }, CALL);
      texts.push(await readFile(csv, 'utf8'));
    }
    expect(texts[1]).toBe(texts[0]);
    expect(texts[0]?.split('\r\n')[0]).toContain('password (masked)');
    expect(texts[0]?.split('\r\n')[1]).toContain(',masked,');
  });
});

import { spawnSync } from 'node:child_process';
import { ownCpu } from './cpuTime';
import type { HotProgram } from './hotProgram';
import type { LiveEvent } from './liveEvent';
import { moveOn, spanOf } from './pageTimes';
import { atLeast, judge } from './table';

/** Events of one program run; their pages are taken again and again, later each time. */
const EVENTS = 100_000;
const TIMES = 100;
/** What a capture may hold (`CAPACITY` in src/extension/liveEvents/liveEvents.ts, `MAX_BYTES` of the store). */
const CAPACITY = 10_000_000;
const MAX_MIB = 1024;
/** Pages in one go, as frames bring them. */
const BATCH = 64;

/** Ten million events in a store as the worker has it: whether they are all held, and the process's memory. */
export async function liveMemory(program: HotProgram, event: LiveEvent): Promise<void> {
  await event.instance.setTracingOn(true);
  await event.switch(true);
  spawnSync(program.path, [String(EVENTS)]);
  await event.switch(false);
  const cpus = await event.pages();
  const span = spanOf(Buffer.concat([...cpus.values()]), event.pageSize);
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  const store = event.store(CAPACITY);
  const start = ownCpu();
  for (let time = 0; time < TIMES; time++) {
    for (const [cpu, pages] of cpus) {
      for (let at = 0; at < pages.length; at += BATCH * event.pageSize) {
        store.add(cpu, pages.subarray(at, at + BATCH * event.pageSize));
        store.flush();
      }
      moveOn(pages, event.pageSize, span);
    }
  }
  // Of CPU, as elsewhere: other programs on the machine change the clock's much more.
  const seconds = (ownCpu() - start) / 1000;
  const mib = (process.memoryUsage.rss() - before) / 2 ** 20;
  process.stdout.write(
    `ten million events: ${seconds.toFixed(1)} s of CPU, ${(store.bytes / 2 ** 20).toFixed(0)} MiB of columns\n`,
  );
  atLeast('events-held', store.held, CAPACITY);
  judge('worker-MiB-of-10M-events', mib, MAX_MIB);
  atLeast('rows-and-counts-M-events/s', (EVENTS * TIMES) / seconds / 1e6, 1);
}

import type { Browser } from 'playwright-core';

/** An event of Chromium's tracing: `ts` and `dur` in µs. */
interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly args?: { readonly data?: { readonly url?: string } };
}

/** Once in each frame of a thread, after all that makes it. */
const FRAME = 'Layerize';

/** The page's bundle. */
const PAGE = /eventsView\.js/;

/**
 * ms of the page's own script from one frame of its thread to the next, frames without any left out: as Chromium's
 * tracing has it, which sees documents of other origins too.
 */
export async function frameTimes(browser: Browser, ms: number): Promise<number[]> {
  const cdp = await browser.newBrowserCDPSession();
  const events: TraceEvent[] = [];
  cdp.on('Tracing.dataCollected', ({ value }) => {
    events.push(...(value as unknown as TraceEvent[]));
  });
  const complete = new Promise(resolve => cdp.once('Tracing.tracingComplete', resolve));
  await cdp.send('Tracing.start', {
    traceConfig: { includedCategories: ['devtools.timeline'] },
    transferMode: 'ReportEvents',
  });
  await new Promise(resolve => setTimeout(resolve, ms));
  await cdp.send('Tracing.end');
  await complete;
  await cdp.detach();
  return timesOf(events);
}

function timesOf(events: readonly TraceEvent[]): number[] {
  const calls = events.filter(
    ({ name, ph, args }) =>
      name === 'FunctionCall' && ph === 'X' && PAGE.test(args?.data?.url ?? ''),
  );
  const [first] = calls;
  const ends = events
    .filter(({ name, pid, tid }) => name === FRAME && pid === first?.pid && tid === first.tid)
    .map(({ ts }) => ts)
    .sort((a, b) => a - b);
  const frames = new Map<number, number>();
  let end = 0;
  for (const { ts, dur = 0 } of calls.toSorted((a, b) => a.ts - b.ts)) {
    // A call within another is in the time of that.
    if (ts >= end) {
      end = ts + dur;
      const frame = ends.findIndex(each => each >= ts);
      frames.set(frame, (frames.get(frame) ?? 0) + dur / 1000);
    }
  }
  return [...frames.values()];
}

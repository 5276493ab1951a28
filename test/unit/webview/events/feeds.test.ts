import { describe, expect, it } from 'vitest';
import type { FromEventsView, ViewNews, ViewSummary } from '../../../../src/protocol/eventsView';
import { EventFeed } from '../../../../src/webview/events/eventFeed';
import { SummaryFeed } from '../../../../src/webview/events/summary/summaryFeed';

const NEWS: ViewNews = {
  ...{ first: 0, end: 1, events: 1, overrun: 0, discarded: 0 },
  ...{ dropped: 0, unreadable: 0, unpaired: 0 },
};
const ROW = { index: 0, time: 1, cpu: 0, thread: 1, process: '', schema: 0, values: [] };

/** Numbers of the requests that were posted. */
function posted() {
  const numbers: number[] = [];
  const post = (message: FromEventsView): void => {
    if ('number' in message) {
      numbers.push(message.number);
    }
  };
  return { numbers, post };
}

describe('answers of the page’s questions', () => {
  it('are summaries, one at a time and of this capture only', () => {
    const { numbers, post } = posted();
    const shown: ViewSummary[] = [];
    const feed = new SummaryFeed(post, each => shown.push(each));
    const summary = { rates: { firstSecond: 0, tables: [] }, slowest: [], columns: [] };
    feed.ask(['a']);
    feed.ask(['b']);
    expect(numbers).toHaveLength(1);
    feed.receive({ type: 'summary', number: numbers[0]!, summary });
    // What was asked for meanwhile.
    expect([numbers.length, shown.length]).toEqual([2, 1]);
    feed.restart();
    feed.receive({ type: 'summary', number: numbers[1]!, summary });
    expect(shown).toHaveLength(1);
    feed.ask(['c']);
    // There is nothing to sum up; the next one may have something.
    feed.receive({ type: 'summary', number: numbers[2]! });
    feed.ask(['c']);
    expect([numbers.length, shown.length]).toEqual([4, 1]);
  });

  it('are rows, and none of a capture that is gone', () => {
    const { numbers, post } = posted();
    const arrived: ViewNews[] = [];
    const feed = new EventFeed(
      {
        window: () => ({ from: 0, count: 1 }),
        isFollowing: () => false,
        arrived: news => arrived.push(news),
        filtered: () => undefined,
      },
      post,
    );
    feed.ask();
    feed.restart();
    feed.setRows({ type: 'rows', number: numbers[0]!, rows: [ROW], news: NEWS });
    expect([feed.cache.get(0), arrived]).toEqual([undefined, []]);
    feed.ask();
    feed.setRows({ type: 'rows', number: numbers[1]!, rows: [ROW], news: NEWS });
    expect([feed.cache.get(0), arrived]).toEqual([ROW, [NEWS]]);
  });
});

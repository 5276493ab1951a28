import type { CaptureCounts } from '../../protocol/capture';
import type { ViewNews } from '../../protocol/eventsView';
import type { EventNews } from '../../workers/eventMessages';

/** What the page has always in sight, from what the worker has and what the kernel lost. */
export function viewNews(
  news: EventNews,
  { cpus, pauses }: CaptureCounts,
  isRecorder = false,
): ViewNews {
  const { losses } = news;
  const sum = (name: 'overrun' | 'dropped' | 'taken'): number =>
    cpus.reduce((total, cpu) => total + Number(cpu[name] ?? 0), 0);
  // A recorder overwrites by design.
  const taken = sum('taken');
  const overwritten = isRecorder ? 0 : Math.max(sum('overrun'), losses.missed - sum('dropped'));
  return {
    first: news.first,
    end: news.end,
    events: news.events,
    // The pages tell of what was overwritten too, later than the counters.
    overrun: overwritten + sum('dropped'),
    discarded: news.discarded,
    dropped: losses.dropped,
    unreadable: losses.badPages + losses.unknown,
    unpaired: news.unpaired,
    ...(taken > 0 && { taken }),
    ...(pauses.length > 0 && { pauses }),
    ...(news.sampled && { sampled: news.sampled }),
    ...(news.epoch !== undefined && { epoch: news.epoch }),
  };
}

/** Before the first capture, or without a worker. */
export const NO_NEWS: ViewNews = {
  ...{ first: 0, end: 0, events: 0 },
  ...{ overrun: 0, discarded: 0, dropped: 0, unreadable: 0, unpaired: 0 },
};

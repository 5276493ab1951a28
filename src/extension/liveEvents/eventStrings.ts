import type { EventStrings } from '../../protocol/eventsView';
import type { Translate } from '../text/translate';

/** All text of the Live Events page. */
export function eventStrings(t: Translate): EventStrings {
  return {
    start: t('Start Capture'),
    stop: t('Stop Capture'),
    follow: t('Follow'),
    pause: t('Pause'),
    clear: t('Clear'),
    save: t('Save Events…'),
    search: t('Search in what is shown'),
    relativeTime: t('Time since the capture began'),
    shown: t('{0} of {1} events'),
    newer: t('{0} newer'),
    overrun: t('overrun {0}'),
    discarded: t('dropped {0} pages'),
    dropped: t('{0} older ones made room'),
    unreadable: t('unreadable {0}'),
    unpaired: t('{0} calls without their other end'),
    noLoss: t('nothing lost'),
    columns: {
      time: t('Time'),
      cpu: t('CPU'),
      process: t('Process'),
      thread: t('Thread'),
      event: t('Event'),
      took: t('Took'),
    },
    grid: t('Live events'),
    nothing: t('No events yet: they come when a probed function is called.'),
    off: t('Attach a probe and start the capture: every call is then shown here as it happens.'),
    noMatch: t('No event fits the filter.'),
    details: t('Event'),
    onlyThis: t('Only this'),
    notThis: t('Not this'),
    remove: t('Remove filter'),
    summary: t('Summary of'),
    values: t('{0} values'),
    others: t('others'),
    rate: t('Events per second'),
    percentiles: t('p50 {0} · p99 {1} · max {2}'),
    close: t('Close'),
  };
}

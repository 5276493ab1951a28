import { CallPairs } from '../../events/callPairs';
import type { EventFormat } from '../../events/eventFormat';
import { readRecording } from '../../events/recording/readRecording';
import type { RecordingFacts } from '../../events/recording/recordingFacts';
import type { EventRequests, OpenedRecording } from '../eventMessages';
import type { Capture } from './capture';
import type { EventSession } from './eventSession';
import type { EventCall, Handlers } from './handlers';
import { hidesCallers } from './hiddenCallers';
import { RecordedPlaces } from './recordedPlaces';
import { RecordedStacks } from './recordedStacks';

/** Events from a file: they are shown as those of a capture are. */
export function recordingHandlers(session: EventSession) {
  return {
    async openRecording(
      { path, capacity }: EventRequests['openRecording']['params'],
      { progress, signal }: EventCall,
    ): Promise<OpenedRecording> {
      const capture = session.beginRecorded(capacity);
      let said: RecordingFacts | undefined;
      await readRecording(
        path,
        {
          facts: (facts, formats) => begin(capture, (said = facts), formats),
          rows: rows => capture.takeRows(rows),
          stacks(stacks) {
            // They tell who called.
            if (hidesCallers(capture.store)) {
              return;
            }
            const known = (capture.recordedStacks ??= new RecordedStacks(capture.store));
            stacks.forEach(([number, stack]) => known.add(number, stack));
          },
          sites(sites) {
            if (!hidesCallers(capture.store)) {
              capture.recordedPlaces ??= new RecordedPlaces(capture.store, capture.fields);
              capture.recordedPlaces.add(sites);
            }
          },
          names: names => names.forEach(([thread, name]) => session.names.keep(thread, name)),
        },
        part => progress(Math.floor(part * 100)),
        signal,
      );
      if (said?.sampled) {
        // Rows of a sample have counted themselves only.
        const { of, kept } = said.sampled;
        Object.assign(capture.store.sampling, { of, kept });
      }
      capture.isOver = true;
      return {
        labels: said?.events.map(({ label }) => label) ?? [],
        masked: said?.masked ?? [],
        lost: said?.losses.kernel ?? 0,
        pauses: said?.losses.pauses ?? [],
      };
    },
  } satisfies Handlers<'openRecording'>;
}

function begin(
  capture: Capture,
  { pairs, losses, sampled, zero, epoch }: RecordingFacts,
  formats: readonly EventFormat[],
): void {
  const { store } = capture;
  formats.forEach(format => store.addFormat(format));
  store.epoch = BigInt(zero);
  const { missed, badPages, unknown, dropped, discarded } = losses;
  Object.assign(store.losses, { missed, badPages, unknown, dropped });
  capture.discarded = discarded;
  sampled?.stretches.forEach(([from, to]) => store.sampling.restore(from, to));
  if (epoch !== undefined) {
    capture.epoch = epoch;
  }
  for (const { entries, ret } of pairs) {
    const [first, ...others] = entries;
    if (first !== undefined) {
      const pair = new CallPairs(store, first, ret);
      others.forEach(entry => pair.addEntry(entry));
      capture.pairs.push(pair);
    }
  }
  capture.fields.changed();
}

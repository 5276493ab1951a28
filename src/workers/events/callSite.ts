import type { RecordedSite } from '../../events/recording/recordedSites';
import type { CallerRequests } from '../callers/callerRequests';
import type { FilePlace } from '../callers/place';
import type { Capture } from './capture';

/** Where a call is, by what a page shows of it; undefined where that is in no file. */
export function callSite(
  capture: Capture,
  params: CallerRequests['callSite']['params'],
): FilePlace | RecordedSite | undefined {
  const { callers, recordedPlaces } = capture;
  if ('caller' in params) {
    return recordedPlaces?.site(params.caller) ?? dated(capture, callers.siteOf(params.caller));
  }
  const { view, index, frame } = params;
  const position = capture.shown(view).view.position(index);
  if (recordedPlaces) {
    return recordedSite(capture, position, frame);
  }
  return dated(
    capture,
    frame === undefined ? callers.callSite(position) : callers.frameSite(position, frame),
  );
}

/** Its file as it was when its functions were named: it may have been built anew since. */
function dated({ callers }: Capture, place: FilePlace | undefined): FilePlace | undefined {
  const build = place && callers.names.build(place.file);
  return build ? { ...place, file: { changed: BigInt(build.mtime), ...place.file } } : place;
}

/** Rows and stacks of a recording are texts. */
function recordedSite(
  { store, fields, recordedPlaces, recordedStacks }: Capture,
  position: number,
  frame: number | undefined,
): RecordedSite | undefined {
  const table = store.order.table(position);
  const row = store.order.row(position);
  if (frame !== undefined) {
    const { user = 0 } = recordedStacks?.of(table, row) ?? {};
    return recordedPlaces?.site(recordedStacks?.stack(user)?.addresses[frame] ?? '');
  }
  const column = fields.columns(table).find(({ isCode }) => isCode);
  const text = column && fields.reader(table, column.name)?.text(row);
  return recordedPlaces?.site(text ?? '');
}

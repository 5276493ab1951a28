import type { RecordedSite } from '../../events/recording/recordedSites';
import { beforeCall, type FilePlace, onlyPlace } from '../callers/place';
import { fileKey } from '../callers/placeNames';
import type { Capture } from './capture';

/** Texts whose places are saved: more than anybody goes to. */
const MAX_SITES = 20_000;

/** Where the calls were that texts of a recording tell of; a text that tells of several places is of none. */
export function savedSites(capture: Capture): ReadonlyMap<string, RecordedSite> {
  const { callers, store, recordedPlaces } = capture;
  const found = new Map<string, FilePlace[]>();
  const add = (text: string, place: FilePlace | undefined): void => {
    const places = found.get(text) ?? [];
    if (place && (places.length > 0 || found.size < MAX_SITES)) {
      found.set(text, isKnown(places, place) ? places : [...places, place]);
    }
  };
  callers.forEachCaller((text, place) => add(text, beforeCall(place, 1)));
  for (let number = 1, stack = store.stacks?.stack(1); stack;) {
    for (const [frame, text] of callers.stacks.addresses(stack).entries()) {
      add(text, callers.stacks.site(stack, frame));
    }
    stack = store.stacks?.stack(++number);
  }
  const sites = new Map<string, RecordedSite>(recordedPlaces?.all);
  for (const [text, places] of found) {
    const site = siteOf(capture, onlyPlace(places));
    if (site) {
      sites.set(text, site);
    }
  }
  return sites;
}

/** Undefined where nothing would tell later whether a file is the same. */
function siteOf({ callers }: Capture, place: FilePlace | undefined): RecordedSite | undefined {
  const build = place && callers.names.build(place.file);
  return build && typeof place.file.path === 'string' && !place.file.deleted
    ? { recorded: { path: place.file.path, ...build }, by: place.by, at: place.at }
    : undefined;
}

function isKnown(places: readonly FilePlace[], place: FilePlace): boolean {
  return places.some(known => fileKey(known) === fileKey(place));
}

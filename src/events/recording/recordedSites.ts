import * as v from 'valibot';
import { parsed } from './recordingFacts';

const MAX_PATH = 4096;
const MAX_TEXT = 8192;
/** Sites in one section; a file with more has several. */
const MAX_SITES = 2000;

const Count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 53 - 1));

/** A file with code, and what tells whether one at its path is the same. */
const RecordedFile = v.strictObject({
  path: v.pipe(v.string(), v.startsWith('/'), v.maxLength(MAX_PATH)),
  /** Lower-case hex; left out where it has none, and is known by its size (bytes) and time (ns since the epoch). */
  buildId: v.optional(v.pipe(v.string(), v.regex(/^[0-9a-f]{2,128}$/))),
  size: Count,
  mtime: v.pipe(v.string(), v.regex(/^-?\d{1,20}$/)),
});
export type RecordedFile = v.InferOutput<typeof RecordedFile>;

/** Texts that rows and stacks have, and which places in the file they mean: offsets or virtual addresses, in bytes. */
const Sites = v.strictObject({
  file: RecordedFile,
  sites: v.pipe(
    v.array(
      v.strictTuple([
        v.pipe(v.string(), v.maxLength(MAX_TEXT)),
        v.picklist(['offset', 'address']),
        Count,
      ]),
    ),
    v.maxLength(MAX_SITES),
  ),
});
export type RecordedSites = v.InferOutput<typeof Sites>;

/** A place in a file that a recording tells of: the call itself, not where it returns to. */
export interface RecordedSite {
  readonly recorded: RecordedFile;
  readonly by: 'offset' | 'address';
  readonly at: number;
}

/** Throws `RecordingError` where it is not what a recording says. */
export function parseSites(content: Buffer): RecordedSites {
  return parsed(Sites, content, 'the places of its calls');
}

/** Sites by their texts, as sections of a recording; those that none can hold are left out. */
export function siteSections(sites: Iterable<readonly [string, RecordedSite]>): RecordedSites[] {
  const sections = new Map<string, RecordedSites[]>();
  for (const [text, { recorded, by, at }] of sites) {
    if (text.length > MAX_TEXT || !v.is(RecordedFile, recorded)) {
      continue;
    }
    const key = JSON.stringify(recorded);
    const ofFile = sections.get(key) ?? [];
    sections.set(key, ofFile);
    const last = ofFile.at(-1);
    if (last && last.sites.length < MAX_SITES) {
      last.sites.push([text, by, at]);
    } else {
      ofFile.push({ file: recorded, sites: [[text, by, at]] });
    }
  }
  return [...sections.values()].flat();
}

import * as v from 'valibot';
import { parsed } from './recordingFacts';

const MAX_PATH = 4096;
const MAX_TEXT = 8192;
/** Sites in one section, and their bytes about; a file with more has several. */
const MAX_SITES = 2000;
const SECTION_BYTES = 1 << 20;
/** Bytes of all sections: a reader takes no more. */
export const MAX_SITE_BYTES = 1 << 25;

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

/** Sites by their texts, as sections of a recording; those that none can hold are left out, and those that no reader takes. */
export function siteSections(sites: Iterable<readonly [string, RecordedSite]>): RecordedSites[] {
  const sections: RecordedSites[] = [];
  /** The last one of each file, and its bytes. */
  const open = new Map<string, { readonly section: RecordedSites; bytes: number }>();
  let total = 0;
  for (const [text, { recorded, by, at }] of sites) {
    if (text.length > MAX_TEXT || !v.is(RecordedFile, recorded)) {
      continue;
    }
    const key = JSON.stringify(recorded);
    const site: RecordedSites['sites'][number] = [text, by, at];
    const bytes = Buffer.byteLength(JSON.stringify(site)) + 1;
    let last = open.get(key);
    if (!last || last.section.sites.length === MAX_SITES || last.bytes + bytes > SECTION_BYTES) {
      // What stands around the file and its sites is shorter.
      const around = Buffer.byteLength(key) + 32;
      last = { section: { file: recorded, sites: [] }, bytes: around };
      total += around;
    }
    total += bytes;
    if (total > MAX_SITE_BYTES) {
      break;
    }
    last.section.sites.push(site);
    last.bytes += bytes;
    if (open.get(key) !== last) {
      open.set(key, last);
      sections.push(last.section);
    }
  }
  return sections;
}

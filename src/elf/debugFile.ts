import { type Candidate, candidatesById, candidatesByLink } from './debugFilePaths';
import { openCandidate } from './debugCandidate';
import type { DebugOrigin, DebugPlaces, RefusedDebugFile } from './debugPlaces';
import { type DebugIdentity, readDebugIdentity } from './debugProof';
import type { FilePath } from './elfBytes';
import type { ElfImage } from './elfImage';
import { rootedPath } from './rootedPath';
import type { RowSource } from './rowSource';

const MAX_REFUSED = 8;

/** What was found when the separate debug file was looked for. */
export interface DebugReport {
  /** How the one that is used was found. */
  readonly origin?: DebugOrigin;
  /** Those that were there and are not used, at most eight. */
  readonly refused: readonly RefusedDebugFile[];
}

/** Where to look for the separate debug file of a program, and whom to tell what there was. */
export interface DebugSearch {
  /** Of the program. */
  readonly path: FilePath;
  readonly places: DebugPlaces;
  report?(report: DebugReport): void;
}

/**
 * The `.symtab` of the separate debug file: found by build-id, else by `.gnu_debuglink`, and then proved
 * to belong to the file, by its build-id or, where either has none, by the link's checksum. A debug file's
 * own link is not followed. The caller closes the source.
 */
export async function readDebugFile(
  image: ElfImage,
  search: DebugSearch,
): Promise<RowSource | undefined> {
  const identity = await readDebugIdentity(image);
  const refused: RefusedDebugFile[] = [];
  for await (const candidate of debugCandidates(identity, search)) {
    const found = await openCandidate(candidate, image, identity);
    if (found && 'capacity' in found) {
      search.report?.({ origin: candidate.origin, refused });
      return found;
    }
    if (found && refused.length < MAX_REFUSED) {
      refused.push(found);
    }
  }
  search.report?.({ refused });
  return undefined;
}

/** The places where a program's debug file may be, the best first. */
export async function* debugCandidates(
  { buildId, link }: DebugIdentity,
  { path, places }: DebugSearch,
): AsyncGenerator<Candidate> {
  const from = places.beside ?? path;
  if (buildId !== undefined) {
    const { root } = await rootedPath(from);
    yield* candidatesById(buildId, places, root);
  }
  if (link) {
    yield* await candidatesByLink(from, link.name, places.folders);
  }
}

import { type Candidate, candidatesById, candidatesByLink } from './debugFilePaths';
import type { DebugOrigin, DebugPlaces, DebugRefusal, RefusedDebugFile } from './debugPlaces';
import { type DebugIdentity, disproof, readDebugIdentity } from './debugProof';
import { ElfBytes, type FilePath } from './elfBytes';
import { ElfError } from './elfError';
import { type ElfImage, readImage } from './elfImage';
import { rootedPath } from './rootedPath';
import type { RowSource } from './rowSource';
import { isSameMachine, readStandIn } from './standIn';

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
  for await (const candidate of candidates(identity, search)) {
    const found = await openSource(candidate, image, identity);
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

async function* candidates(
  { buildId, link }: DebugIdentity,
  { path, places }: DebugSearch,
): AsyncGenerator<Candidate> {
  if (buildId !== undefined) {
    const { root } = await rootedPath(path);
    yield* candidatesById(buildId, places, root);
  }
  if (link) {
    yield* await candidatesByLink(path, link.name, places.folders);
  }
}

/** Nothing where there is no such file, it is the program itself, or it stands for "no server has it". */
async function openSource(
  { file: name, origin }: Candidate,
  image: ElfImage,
  identity: DebugIdentity,
): Promise<RowSource | RefusedDebugFile | undefined> {
  let file: ElfBytes | undefined;
  try {
    file = await ElfBytes.open(name);
    const { stat } = image.file;
    const isItself = file.stat.dev === stat.dev && file.stat.ino === stat.ino;
    if (isItself || (origin === 'download' && file.size === 0n)) {
      return undefined;
    }
    const other = await readImage(file);
    if (!isSameMachine(image, other)) {
      return { file: name, reason: 'machine' };
    }
    const wrong = await disproof(identity, other);
    if (wrong && !(origin === 'unchecked' && wrong.reason !== 'buildId')) {
      return { file: name, ...wrong };
    }
    const source = await readStandIn(image, other, 'debugfile');
    if (!source) {
      return { file: name, reason: 'noSymbols' };
    }
    const opened = file;
    file = undefined;
    return { ...source, file: name, close: () => opened.close() };
  } catch (error) {
    if (error instanceof ElfError) {
      return isAbsence(error, origin) ? undefined : { file: name, reason: refusalOf(error) };
    }
    throw error;
  } finally {
    await file?.close();
  }
}

/** The debuginfod client remembers what no server has as an empty file of mode 000 (elfutils). */
function isAbsence({ code }: ElfError, origin: DebugOrigin): boolean {
  return code === 'notFound' || (code === 'unreadable' && origin === 'download');
}

function refusalOf({ code }: ElfError): DebugRefusal {
  return code === 'unreadable' ? 'unreadable' : 'damaged';
}

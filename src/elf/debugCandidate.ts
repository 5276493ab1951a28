import type { Candidate } from './debugFilePaths';
import type { DebugOrigin, DebugRefusal, RefusedDebugFile } from './debugPlaces';
import { type DebugIdentity, disproof, readDebugIdentity } from './debugProof';
import { ElfBytes, type FilePath } from './elfBytes';
import { ElfError } from './elfError';
import { type ElfImage, readImage, withElfImage } from './elfImage';
import type { RowSource } from './rowSource';
import { isSameMachine, readStandIn } from './standIn';

/** Why a file is not the debug file of a program; nothing where it is proved to be. Throws ElfError of the program. */
export function checkDebugFile(
  program: FilePath,
  file: string,
): Promise<RefusedDebugFile | undefined> {
  return withElfImage(program, async image => {
    const identity = await readDebugIdentity(image);
    const found = await openCandidate({ file, origin: 'chosen' }, image, identity);
    if (found && 'capacity' in found) {
      await found.close?.();
      return undefined;
    }
    return found ?? { file, reason: 'noSymbols' };
  });
}

/** Nothing where there is no such file, it is the program itself, or it stands for "no server has it". */
export async function openCandidate(
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
  return code === 'notFound'
    ? origin !== 'chosen' && origin !== 'unchecked'
    : code === 'unreadable' && origin === 'download';
}

function refusalOf({ code }: ElfError): DebugRefusal {
  switch (code) {
    case 'notFound':
      return 'missing';
    case 'unreadable':
      return 'unreadable';
    default:
      return 'damaged';
  }
}

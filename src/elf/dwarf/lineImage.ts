import type { Candidate } from '../debugFilePaths';
import { debugCandidates, type DebugSearch } from '../debugFile';
import { disproof, readDebugIdentity } from '../debugProof';
import { ElfError } from '../elfError';
import { type ElfImage, sectionNamed, withElfImage } from '../elfImage';
import { isSameMachine } from '../standIn';

/** The file that has the line numbers of a program: `itself`, or the path of its debug file; undefined for none. Throws ElfError. */
export async function findLineFile(
  image: ElfImage,
  search: DebugSearch,
): Promise<'itself' | { readonly path: string } | undefined> {
  if (hasLines(image)) {
    return 'itself';
  }
  const identity = await readDebugIdentity(image);
  for await (const candidate of debugCandidates(identity, search)) {
    if (await isOf(candidate, image, identity)) {
      return { path: candidate.file };
    }
  }
  return undefined;
}

async function isOf(
  { file, origin }: Candidate,
  image: ElfImage,
  identity: Awaited<ReturnType<typeof readDebugIdentity>>,
): Promise<boolean> {
  try {
    return await withElfImage(file, async other => {
      if (!hasLines(other) || !isSameMachine(image, other)) {
        return false;
      }
      const wrong = await disproof(identity, other);
      return !wrong || (origin === 'unchecked' && wrong.reason !== 'buildId');
    });
  } catch (error) {
    // Not there, or damaged: the next one may do.
    if (error instanceof ElfError) {
      return false;
    }
    throw error;
  }
}

function hasLines(image: ElfImage): boolean {
  return sectionNamed(image, '.debug_line') !== undefined;
}

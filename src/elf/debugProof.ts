import { type DebugLink, hasCrc, readDebugLink } from './debugLink';
import type { RefusedDebugFile } from './debugPlaces';
import type { ElfImage } from './elfImage';
import { readNotes } from './notes';

/** What a program says of the debug file that belongs to it. */
export interface DebugIdentity {
  /** Lower-case hex. */
  readonly buildId?: string;
  readonly link?: DebugLink;
}

export async function readDebugIdentity(image: ElfImage): Promise<DebugIdentity> {
  const { buildId } = await readNotes(image);
  const link = await readDebugLink(image);
  return { ...(buildId && { buildId }), ...(link && { link }) };
}

/** Why `other` is not the debug file of that program; nothing where build-ids or the checksum prove that it is. */
export async function disproof(
  { buildId, link }: DebugIdentity,
  other: ElfImage,
): Promise<Omit<RefusedDebugFile, 'file'> | undefined> {
  const { buildId: found } = await readNotes(other);
  if (buildId !== undefined && found !== undefined) {
    return buildId === found ? undefined : { reason: 'buildId', found };
  }
  if (!link) {
    return { reason: 'unproved' };
  }
  return (await hasCrc(other.file, link.crc)) ? undefined : { reason: 'crc' };
}

import { basename } from 'node:path';
import type { ElfFileInfo } from '../../workers/symbolMessages';

/** What people call a file that is read: its name, and where it runs if it was found by a process. Not escaped. */
export function shownName(path: string, { origin }: Pick<ElfFileInfo, 'origin'>): string {
  return origin ? `${basename(origin.path)} · ${origin.where}` : basename(path);
}

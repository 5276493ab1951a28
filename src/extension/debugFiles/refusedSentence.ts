import type { RefusedDebugFile } from '../../workers/symbolMessages';
import { printable } from '../text/markdown';
import type { Translate } from '../text/translate';

/**
 * Why a debug file is not used, as one sentence.
 *
 * @param buildId that of the program, if it has one
 */
export function refusedSentence(
  { file, reason, found }: RefusedDebugFile,
  buildId: string | undefined,
  t: Translate,
): string {
  const name = printable(file);
  switch (reason) {
    case 'buildId':
      return t(
        '{0} is the debug file of another build: its build-id is {1}, that of the program is {2}.',
        name,
        found ?? '?',
        buildId ?? '?',
      );
    case 'crc':
      return t(
        '{0} is another file than the one that the program was linked with: its checksum differs.',
        name,
      );
    case 'unproved':
      return t('Nothing proves that {0} belongs to this program: it has no build-id.', name);
    case 'machine':
      return t('{0} is for another kind of processor than the program.', name);
    case 'noSymbols':
      return t('{0} has no symbol table of its own.', name);
    case 'damaged':
      return t('{0} is damaged or no ELF file.', name);
    case 'missing':
      return t('{0}, which you chose, is not there any more.', name);
    case 'unreadable':
      return t('{0} cannot be read: check its permissions.', name);
  }
}

import type { ElfErrorCode } from '../../elf/elfError';
import type { SymbolError } from '../../workers/symbolError';
import type { Translate } from '../text/translate';

/** Why a file shows no symbols, one sentence a code. `{0}` is the file's name. */
export const elfSentences: Record<ElfErrorCode, (t: Translate, file: string) => string> = {
  notFound: (t, file) => t('There is no file {0}: build it, or choose another.', file),
  unreadable: (t, file) =>
    t('{0} cannot be read: check its permissions, or choose another file.', file),
  notRegular: (t, file) => t('{0} is not an ordinary file: choose a program or a library.', file),
  notElf: (t, file) =>
    t('{0} is not an ELF file: choose a compiled program, a library or a kernel module.', file),
  truncated: (t, file) =>
    t(
      '{0} ends too early, as while it is being built: wait for the build and open it again.',
      file,
    ),
  unsupported: (t, file) =>
    t('{0} is an ELF file without code to probe: choose a program or a library.', file),
  tooLarge: (t, file) =>
    t(
      'The symbol tables of {0} are too large to load: probe a stripped copy, or a part of it.',
      file,
    ),
};

/** @param code of a `SymbolError`; undefined for any other error */
export function symbolSentence(
  code: SymbolError['code'] | undefined,
  t: Translate,
  file: string,
): string {
  return code !== undefined && isElfCode(code)
    ? elfSentences[code](t, file)
    : t('The symbols of {0} could not be read: reload to try again.', file);
}

function isElfCode(code: string): code is ElfErrorCode {
  return Object.hasOwn(elfSentences, code);
}

import { basename } from 'node:path';
import type { Mappers } from '../session/ownedProbe';
import { containersText, payers } from '../probesView/truthSentences';
import { printable } from '../text/markdown';
import type { Translate } from '../text/translate';

/** From so many processes on a probe is asked about once more. */
export const WIDE = 50;
/** What nearly every program runs, whatever is seen of it. */
const EVERYWHERE =
  /^(ld-|ld\.so|libc[.-]|libm[.-]|libdl[.-]|libpthread[.-]|libgcc_s\.|libstdc\+\+\.)/;
/** A private copy of such a file, which a few processes run, is no cause for a question. */
const FEW = 5;

/** Whether a probe on a file concerns so many that it needs a second yes. */
export function isWide(path: string, { processes, unseen }: Mappers): boolean {
  const isEverywhere = EVERYWHERE.test(basename(path)) && processes > 0;
  return processes > WIDE || (isEverywhere && (processes > FEW || unseen > 0));
}

/** The question about a probe on a widely used file, and what there is to know before the answer. */
export function wideQuestion(
  path: string,
  mappers: Mappers,
  t: Translate,
  locale: string,
): { readonly message: string; readonly detail: string } {
  const file = printable(basename(path));
  const facts = [
    t(
      'Each of them stops at the probe on every call, some 1 to 10 µs at a time, in all containers; a filter or a scope does not reduce it.',
    ),
    containersText(mappers, t) === ''
      ? ''
      : t('Some of these processes are in containers: {0}.', containersText(mappers, t)),
    t(
      'If it goes wrong, it goes wrong in all of them: the desktop, logins and this window may be among them.',
    ),
  ];
  return {
    message: t('Probe {0}, which {1} run?', file, payers(mappers, t, locale)),
    detail: facts.filter(fact => fact !== '').join('\n\n'),
  };
}

import type { SiteRefusal } from '../../elf/code/probeSite';
import type { RefusalCode } from '../../elf/symbolRow';
import type { ProbeSite } from '../../workers/symbolMessages';
import type { UserAttachRequest } from '../session/attachRequest';
import { printable } from '../text/markdown';
import { toHex64 } from '../../protocol/scalars';
import type { Translate } from '../text/translate';
import { refusalSentence } from './refusal';

/** A place of a file, as sentences name it. */
export interface Place {
  /** The file's name. */
  readonly file: string;
  /** In the file. */
  readonly offset: bigint;
}

/** Why no probe of this kind may be placed there, and what to do; nothing where one may be. */
export function siteRefusal(
  site: ProbeSite,
  kind: UserAttachRequest['kind'],
  { file, offset }: Place,
  t: Translate,
): string | undefined {
  const verdict = site[kind];
  if (verdict.ok) {
    return undefined;
  }
  const { code } = verdict;
  if (isOfSymbol(code)) {
    return site.row && refusalSentence(site.row, { ok: false, code }, t);
  }
  const place = placeName(site);
  const sentences: Record<Exclude<SiteRefusal, RefusalCode>, string> = {
    noFunction: t(
      'No function of {0} holds the offset {1}: copy a function’s from the symbols editor.',
      printable(file),
      toHex64(offset),
    ),
    insideInstruction: t(
      '{0} is inside an instruction, where a probe would damage the program: choose an offset where one begins, such as the function’s first byte.',
      place,
    ),
    unreached: t(
      'Nothing proves that an instruction begins at {0}, and a probe inside one would damage the program: choose the function’s first byte.',
      place,
    ),
    nop5: t(
      '{0} is a nop of five bytes, which newer kernels replace by a call that can damage the function’s data: choose another instruction.',
      place,
    ),
    unsupported: t('The kernel places no probe on the instruction at {0}: choose another.', place),
    misaligned: t(
      '{0} is inside an instruction, as instructions of this machine are four bytes long: choose a multiple of 4.',
      place,
    ),
    otherMachine: t(
      '{0} cannot be probed, as code of this machine is not decoded: choose the function’s first byte.',
      place,
    ),
    notEntry: t(
      '{0} is not a function’s first byte, where a return probe belongs: choose that, or attach a uprobe.',
      place,
    ),
    noReturn: t(
      '{0} never returns, so that a return probe would never be hit: attach a uprobe instead.',
      place,
    ),
    fileChanged: t('{0} was rebuilt since its symbols were read: open it again.', printable(file)),
  };
  return sentences[code];
}

/** Why none may be placed on a nop of five bytes, where that was tried on the running kernel. */
export function nop5Refusal(site: ProbeSite, t: Translate): string {
  return t(
    '{0} is a nop of five bytes: a probe on such a nop, tried on this kernel with a program of Probescope’s own, damaged its data. Choose another instruction.',
    placeName(site),
  );
}

function placeName({ row, delta }: ProbeSite): string {
  const name = printable(row?.name ?? '');
  return delta === 0n ? name : `${name}+${toHex64(delta)}`;
}

const OF_SYMBOLS: Readonly<Record<RefusalCode, true>> = {
  ifunc: true,
  undefined: true,
  notFunction: true,
  relocatable: true,
  outsideSegments: true,
  writableSegment: true,
  goBinary: true,
  notCalled: true,
  marksPlace: true,
  noNop: true,
  siteNop5: true,
  badSemaphore: true,
  unknownMachine: true,
};

function isOfSymbol(code: SiteRefusal): code is RefusalCode {
  return Object.hasOwn(OF_SYMBOLS, code);
}

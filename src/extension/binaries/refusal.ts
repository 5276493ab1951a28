import type { RefusalCode, SymbolRow, Verdict } from '../../elf/symbolRow';
import type { Translate } from '../text/translate';

type Refused = Extract<Verdict, { ok: false }>;

/** Why a row cannot be probed in a few words, for a column; empty when it can. */
export function shortRefusal(verdict: Verdict, t: Translate): string {
  if (verdict.ok) {
    return '';
  }
  const library = verdict.libraries?.[0];
  const short: Record<RefusalCode, string> = {
    ifunc: t('IFUNC: chosen when the program starts'),
    undefined: library ? t('Undefined: in {0}', library) : t('Undefined: in another file'),
    notFunction: t('Not a function'),
    relocatable: t('Object file: no process maps it'),
    outsideSegments: t('Not in an executable segment'),
    writableSegment: t('In a writable segment'),
    goBinary: t('Go: no return probes'),
    notCalled: t('Not entered by a call: no return probes'),
    marksPlace: t('USDT: no return probes'),
    noNop: t('USDT: no nop at its place'),
    siteNop5: t('USDT: a nop of five bytes'),
    badSemaphore: t('USDT: its semaphore is not in this file'),
    unknownMachine: t('USDT: code of this machine is not decoded'),
  };
  return short[verdict.code];
}

/** The sentence that refuses a row: what is wrong, and what to do. */
export function refusalSentence(row: SymbolRow, verdict: Refused, t: Translate): string {
  const { name } = row;
  const library = verdict.libraries?.[0];
  const sentences: Record<RefusalCode, string> = {
    ifunc: t(
      '{0} is an IFUNC: probe the implementation instead, often named __{0}_…; this is only the code that chooses one when a program starts.',
      name,
    ),
    undefined: library
      ? t('{0} is undefined here: its code is in {1}. Attach it there.', name, library)
      : t('{0} is undefined here: its code is in another file. Attach it in that file.', name),
    notFunction: t(
      '{0} is not a function, and a probe on data would damage it. Choose a function.',
      name,
    ),
    relocatable: t(
      '{0} is in an object file, which no process maps. For a kernel module use Attach Kprobe; else open the program it is linked into.',
      name,
    ),
    outsideSegments: t(
      '{0} is in no executable segment of this file, so it cannot be probed here. If this is a debug file, open the program itself.',
      name,
    ),
    writableSegment: t(
      '{0} is in a segment that is writable too, where the kernel arms no uprobe. Choose another function.',
      name,
    ),
    goBinary: t(
      '{0} is in a Go program: the runtime moves stacks, and a return probe would crash it. Attach a uprobe instead.',
      name,
    ),
    notCalled: t(
      '{0} is not entered by a call, so a return probe would damage the stack. Attach a uprobe instead.',
      name,
    ),
    marksPlace: t(
      '{0} is a USDT probe: it marks a place in a function, which nothing returns from. Attach a uprobe instead.',
      name,
    ),
    noNop: t(
      'There is no nop where the file’s notes say that the USDT probe {0} is, and a probe on other code could damage the program. Probe a function instead.',
      name,
    ),
    siteNop5: t(
      'The USDT probe {0} is a nop of five bytes, which newer kernels replace by a call that can damage the function’s data. Probe a function instead.',
      name,
    ),
    badSemaphore: t(
      'The USDT probe {0} is turned on by a counter that is not in this file’s data, so that it would never be hit. Probe a function instead.',
      name,
    ),
    unknownMachine: t(
      'The USDT probe {0} cannot be probed, as code of this machine is not decoded. Probe a function instead.',
      name,
    ),
  };
  return sentences[verdict.code];
}

import type { SiteRefusal } from '../../elf/code/probeSite';

/**
 * Refusals that an expert may overrule: the kernel would arm the probe, but nothing proves that the
 * program stays unharmed. All others are impossible, or certain to damage data.
 */
export const RISKS = [
  'insideInstruction',
  'unreached',
  'nop5',
  'otherMachine',
  'notEntry',
  'noReturn',
  'goBinary',
  'notCalled',
] as const satisfies readonly SiteRefusal[];

/** What of a probe was not proved harmless when it was attached all the same. */
export type RiskTaken = (typeof RISKS)[number];

export function isRisk(code: SiteRefusal): code is RiskTaken {
  return (RISKS as readonly SiteRefusal[]).includes(code);
}

/**
 * Whether what a row refuses is looked at again at its place: the user may take it on, or a trial on the
 * running kernel may allow it.
 */
export function isJudgedAtPlace(code: SiteRefusal): boolean {
  return isRisk(code) || code === 'siteNop5';
}

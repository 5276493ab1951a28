import type { Nop5Verdict } from '../nop5/nop5Trial';

/** Who decides about a place where decoding alone does not. */
export interface SiteRules {
  /** What a probe on a nop of five bytes does on the running kernel. */
  nop5(): Promise<Nop5Verdict>;
  /**
   * Whether the user wants a probe that was not proved harmless, after being told why. False, and
   * nobody is asked, unless the setting for experts allows such probes.
   * @param count of probes that are meant, 1 unless told
   */
  takesRisk(refusal: string, count?: number): Promise<boolean>;
}

/** For places that nobody is asked about one by one: only what is proved, or was tried. */
export function withoutRisk(rules: SiteRules): SiteRules {
  return { nop5: () => rules.nop5(), takesRisk: () => Promise.resolve(false) };
}

/** Only what is proved. */
export const strictRules: SiteRules = {
  nop5: () => Promise.resolve('unknown'),
  takesRisk: () => Promise.resolve(false),
};

/**
 * While a place is typed: nobody is asked and no helper is started.
 * @param mayRisk the user will be asked when the place is typed, so that it is not refused now
 */
export function typingRules(mayRisk: boolean): SiteRules {
  return {
    nop5: () => Promise.resolve('unknown'),
    takesRisk: () => Promise.resolve(mayRisk),
  };
}

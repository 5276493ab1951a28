import type { RowStyle } from '../probesView/row';
import { hitsText } from '../text/numbers';
import type { Finding } from './finding';
import type { SilentFacts } from './silentFacts';

/** A probe that counts, as the kernel does before it looks at filters and scopes, and whose events may be missing. */
export function ofCapture(facts: SilentFacts, { t, locale }: RowStyle): Finding[] {
  const { label, hits, filter, scope } = facts;
  if (hits === undefined || hits === 0n || hits === 'unknown') {
    return [];
  }
  const counted = hitsText(hits, t, locale);
  return [
    ...(filter === undefined
      ? []
      : [
          {
            kind: 'filtered',
            sentence: t(
              '{0} counts ({1}), but its events are captured only if {2}.',
              label,
              counted,
              filter,
            ),
            fix: { kind: 'filter' },
          } as const,
        ]),
    ...(scope === undefined
      ? []
      : [
          {
            kind: 'outOfScope',
            sentence: t(
              '{0} counts ({1}) in all processes, but only events of {2} are captured.',
              label,
              counted,
              scope,
            ),
            fix: { kind: 'scope' },
          } as const,
        ]),
  ];
}

import { stoppedSentence } from '../probesView/limitTooltip';
import type { RowStyle } from '../probesView/row';
import type { Finding } from './finding';
import type { SilentFacts } from './silentFacts';

/** A probe that is not armed. */
export function ofState(facts: SilentFacts, style: RowStyle): Finding[] {
  const { label, state } = facts;
  const { t } = style;
  switch (state) {
    case 'lost':
      return [
        {
          kind: 'lost',
          sentence: t('{0} was lost with its helper: it is not in the kernel.', label),
          fix: { kind: 'recreate' },
        },
      ];
    case 'stopped':
      return [
        {
          kind: 'stopped',
          sentence: [
            t('{0} is stopped: its calls are not counted.', label),
            stoppedSentence(facts, style),
          ]
            .filter(Boolean)
            .join(' '),
          fix: { kind: 'start' },
        },
      ];
    case 'armed':
      return [];
  }
}

import type { PlannedStrategy } from '../../elevation/elevator';
import { elevationAdvice } from '../errors/elevationSentences';
import { wayTitles } from '../text/wayTitles';
import type { Translate } from '../text/translate';
import type { Finding } from './finding';

/** The ways to root: one open way is enough, so a closed one is only worth a remark then. */
export function wayFindings(plan: readonly PlannedStrategy[], t: Translate): Finding[] {
  const anyOpen = plan.some(way => way.ok);
  return plan.map(way => ({
    title: wayTitles[way.id](t),
    state: way.ok ? 'ok' : anyOpen ? 'unknown' : 'failed',
    detail: way.reason,
    ...(way.ok || anyOpen || way.code === undefined
      ? {}
      : { remedy: elevationAdvice[way.code].sentence(t) }),
  }));
}

import type { PlannedStrategy } from '../../elevation/elevator';
import { elevationAdvice } from '../errors/elevationSentences';
import type { Translate } from '../text/translate';
import type { Finding } from './finding';

/** The ways to root: one open way is enough, so a closed one is only worth a remark then. */
export function wayFindings(plan: readonly PlannedStrategy[], t: Translate): Finding[] {
  const anyOpen = plan.some(way => way.ok);
  return plan.map(way => ({
    title: WAYS[way.id](t),
    state: way.ok ? 'ok' : anyOpen ? 'unknown' : 'failed',
    detail: way.reason,
    ...(way.ok || anyOpen || way.code === undefined
      ? {}
      : { remedy: elevationAdvice[way.code].sentence(t) }),
  }));
}

const WAYS: Record<PlannedStrategy['id'], (t: Translate) => string> = {
  direct: t => t('Being root already'),
  sudo: t => t('sudo without a password'),
  pkexec: t => t('Password dialog (pkexec)'),
  terminal: t => t('sudo in the terminal'),
  command: t => t('Your own command'),
};

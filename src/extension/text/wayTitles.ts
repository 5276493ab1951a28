import type { StrategyId } from '../../elevation/strategy';
import type { Translate } from './translate';

/** The ways to root in people's words. */
export const wayTitles: Record<StrategyId, (t: Translate) => string> = {
  direct: t => t('Being root already'),
  sudo: t => t('sudo without a password'),
  installed: t => t('Installed helper'),
  pkexec: t => t('Password dialog (pkexec)'),
  terminal: t => t('sudo in the terminal'),
  command: t => t('Your own command'),
};

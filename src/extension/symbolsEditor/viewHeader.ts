import type { ViewHeader } from '../../protocol/symbolsView';
import type { ElfFileInfo } from '../../workers/symbolMessages';
import { shownName } from '../targets/shownName';
import { printable } from '../text/markdown';
import { groupedNumber } from '../text/numbers';
import type { Translate } from '../text/translate';
import { debugFact } from '../debugFiles/debugFact';
import { tableName } from './tableNames';

/** The line above the table: what the file is, and where its symbols come from. */
export function viewHeader(
  path: string,
  info: ElfFileInfo,
  t: Translate,
  locale: string,
): ViewHeader {
  const facts = [
    `ELF${info.bits} ${info.machine}`,
    info.buildId ? t('build-id {0}', info.buildId) : t('no build-id'),
    info.isGo ? t('Go') : '',
    t('{0} functions', groupedNumber(info.functions, locale)),
    t('{0} probeable', groupedNumber(info.probeable, locale)),
    info.usdtProbes ? t('{0} USDT probes', groupedNumber(info.usdtProbes, locale)) : '',
    info.tables.length > 0
      ? t('symbols from {0}', info.tables.map(table => tableName(table, t)).join(' + '))
      : t('stripped'),
    debugFact(info, t),
  ];
  return {
    name: printable(shownName(path, info)),
    facts: facts.filter(Boolean),
    symbols: info.symbols,
  };
}

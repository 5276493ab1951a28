import type { ViewHeader } from '../../protocol/symbolsView';
import type { ElfFileInfo, SymbolCounts } from '../../workers/symbolMessages';
import { shownName } from '../targets/shownName';
import { printable } from '../text/markdown';
import { groupedNumber } from '../text/numbers';
import type { Translate } from '../text/translate';
import { debugFact } from '../debugFiles/debugFact';
import { tableName } from './tableNames';

/**
 * The line above the table: what the file is, and where its symbols come from.
 * @param counts nothing while they are counted
 */
export function viewHeader(
  path: string,
  info: ElfFileInfo,
  counts: SymbolCounts | undefined,
  t: Translate,
  locale: string,
): ViewHeader {
  const facts = [
    `ELF${info.bits} ${info.machine}`,
    info.buildId ? t('build-id {0}', info.buildId) : t('no build-id'),
    info.isGo ? t('Go') : '',
    ...(counts ? countFacts(counts, t, locale) : [t('counting…')]),
    debugFact(info, t),
  ];
  return {
    name: printable(shownName(path, info)),
    facts: facts.filter(Boolean),
    ...(counts && { symbols: counts.symbols }),
  };
}

function countFacts(counts: SymbolCounts, t: Translate, locale: string): string[] {
  const { functions, probeable, usdtProbes, tables } = counts;
  return [
    t('{0} functions', groupedNumber(functions, locale)),
    t('{0} probeable', groupedNumber(probeable, locale)),
    usdtProbes ? t('{0} USDT probes', groupedNumber(usdtProbes, locale)) : '',
    tables.length > 0
      ? t('symbols from {0}', tables.map(table => tableName(table, t)).join(' + '))
      : t('stripped'),
  ];
}

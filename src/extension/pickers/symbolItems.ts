import { release } from 'node:os';
import type { SymbolRow } from '../../elf/symbolRow';
import { MAX_LOCATIONS } from '../../protocol/probes';
import { shortRefusal } from '../binaries/refusal';
import { usdtText } from '../binaries/usdtText';
import type { ViewKind } from '../../protocol/symbolsView';
import type { RowCost } from '../../workers/symbolMessages';
import { rowDetail, viewKind } from '../symbolsEditor/viewRows';
import { groupedNumber } from '../text/numbers';
import { shortCost } from '../text/shortCost';
import type { Translate } from '../text/translate';
import { siteText } from './costText';
import { labelText } from './itemText';

/** The text of a symbol's row in the picker. */
export interface SymbolItemText {
  readonly label: string;
  readonly description: string;
}

export function symbolItemText(
  row: SymbolRow,
  kind: 'uprobe' | 'uretprobe',
  t: Translate,
  cost?: RowCost,
): SymbolItemText {
  const name = labelText((row.demangled ?? row.name) + (row.version ?? ''));
  const raw = row.demangled === undefined ? '' : labelText(row.name);
  const verdict = row[kind];
  if (!verdict.ok) {
    return {
      label: `$(${viewKind(row) === 'import' ? ICONS.import : 'circle-slash'}) ${name}`,
      description: [labelText(shortRefusal(verdict, t)), raw].filter(Boolean).join(' · '),
    };
  }
  if (row.usdt) {
    const facts = [t('USDT'), ...usdtText(row, t)];
    return { label: `$(broadcast) ${name}`, description: facts.join(' · ') };
  }
  const facts = [
    ...(cost ? costFacts(cost, kind, t) : []),
    row.sizeKnown ? t('{0} bytes', String(row.size)) : '',
    `0x${(row.fileOffset ?? 0n).toString(16)}`,
    labelText(row.section),
    labelText(rowDetail(row, t)),
    raw,
  ];
  const icon = cost && cost.warnings.length > 0 ? 'warning' : ICONS[viewKind(row)];
  return { label: `$(${icon}) ${name}`, description: facts.filter(Boolean).join(' · ') };
}

/** As in the symbols editor, where functions need none. */
const ICONS: Readonly<Record<ViewKind, string>> = {
  function: 'symbol-method',
  import: 'link-external',
  ifunc: 'symbol-interface',
  label: 'tag',
  usdt: 'broadcast',
  data: 'symbol-variable',
};

/** The reason of a warning first. A return probe costs more than its entry, so that is not told. */
function costFacts(cost: RowCost, kind: 'uprobe' | 'uretprobe', t: Translate): string[] {
  const { text, past } = shortCost(cost, release(), t);
  const price = text === '' || kind === 'uretprobe' ? '' : t('{0} a hit', text);
  return [
    ...siteText({ cost: 'unknown', warnings: cost.warnings }, t),
    price !== '' && past !== '' ? `${price} (${past})` : price,
  ];
}

/**
 * The last row: how many are not shown; nothing when all are. In the description, since VS Code
 * sorts rows by how their labels match.
 */
export function moreItem(
  more: number,
  sentence: 'functions' | 'tracepoints',
  t: Translate,
  locale: string,
): SymbolItemText[] {
  const count = groupedNumber(more, locale);
  const description =
    sentence === 'functions'
      ? t('{0} more functions: type to refine', count)
      : t('{0} more tracepoints: type to refine', count);
  return more > 0 ? [{ label: '$(ellipsis)', description }] : [];
}

/**
 * The row that attaches to all that was found; none where nothing was typed, or for more than one event
 * can have.
 */
export function allItem(
  text: string,
  total: number,
  t: Translate,
  locale: string,
): SymbolItemText[] {
  const isOffered = text.trim() !== '' && total > 1 && total <= MAX_LOCATIONS;
  const description = t('Attach to all {0} of them…', groupedNumber(total, locale));
  return isOffered ? [{ label: '$(checklist)', description }] : [];
}

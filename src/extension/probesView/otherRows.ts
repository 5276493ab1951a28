import type { ForeignProbe, Orphan } from '../../protocol/probes';
import { printable } from '../text/markdown';
import type { Row, RowStyle } from './row';

/** The section of what dead helpers left. */
export function orphansRow(orphans: readonly Orphan[], { t }: RowStyle): Row {
  const label = t('Left by a window that ended ({0})', orphans.length);
  return {
    label,
    description: t('still in the kernel'),
    icon: 'warning',
    color: 'list.warningForeground',
    context: 'orphans sweepable',
    accessibilityLabel: label,
    collapsible: 'collapsed',
  };
}

/** What one dead helper left. */
export function orphanRow(orphan: Orphan, { t }: RowStyle): Row {
  const label = t('Helper {0}', String(orphan.pid));
  const description = orphan.events === 1 ? t('1 event') : t('{0} events', orphan.events);
  return {
    label,
    description,
    icon: 'debug-disconnect',
    context: 'orphan sweepable',
    accessibilityLabel: `${label}, ${description}`,
  };
}

/** The section of other tools' probes: shown, never touched. */
export function foreignRow(foreign: readonly ForeignProbe[], { t }: RowStyle): Row {
  const label = t("Other tools' probes ({0})", foreign.length);
  return {
    label,
    description: t('read-only'),
    icon: 'lock',
    context: 'foreign',
    accessibilityLabel: `${label}, ${t('read-only')}`,
    collapsible: 'collapsed',
  };
}

/** What another tool has in one group of tracefs. */
export function foreignGroupRow(group: string, probes: number, { t }: RowStyle): Row {
  const label = printable(group);
  const description = t('{0} probes', probes);
  return {
    label,
    description,
    icon: 'symbol-namespace',
    context: 'foreignGroup',
    accessibilityLabel: `${label}, ${t('of another tool')}, ${description}`,
    collapsible: 'collapsed',
  };
}

/** One probe of another tool. */
export function foreignProbeRow(probe: ForeignProbe, { t }: RowStyle): Row {
  const label = printable(probe.event);
  const group = printable(probe.group);
  return {
    label,
    description:
      probe.locations === undefined ? group : t('{0} · {1} places', group, probe.locations),
    icon: 'eye',
    context: 'foreignProbe',
    accessibilityLabel: `${label}, ${t('of another tool')}, ${printable(probe.group)}`,
  };
}

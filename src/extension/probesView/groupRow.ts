import { basename, dirname } from 'node:path';
import { KERNEL_TARGET, type OwnedProbe } from '../session/ownedProbe';
import type { ProbeGroup } from '../session/probeStore';
import { printable } from '../text/markdown';
import { probesText } from '../text/numbers';
import type { Row, RowStyle } from './row';

/**
 * The row over the probes of one target; `all` are the groups it must be told apart from.
 * It shows nothing that moves: VS Code draws a row together with all rows below it, and until it has asked
 * for those again a press of one of their buttons reaches nothing.
 * @param scope whose events are captured, where that is to be in sight
 */
export function groupRow(
  group: ProbeGroup,
  all: readonly ProbeGroup[],
  style: RowStyle,
  scope = '',
): Row {
  const { t, locale } = style;
  const label = groupLabel(group.target, all, style);
  // The end of a narrow row is cut off: the scope comes first, as it is to stay in sight.
  const description = [
    ...(scope === '' ? [] : [scope]),
    t('this window'),
    probesText(group.probes.length, t, locale),
  ];
  return {
    label,
    description: description.join(' · '),
    icon: group.target === KERNEL_TARGET ? 'chip' : 'file-binary',
    context: capabilities(group.probes).join(' '),
    accessibilityLabel: [label, ...description].join(', '),
    collapsible: 'expanded',
  };
}

/** The file's name; with its folder where another group's file is called the same. */
export function groupLabel(target: string, all: readonly ProbeGroup[], { t }: RowStyle): string {
  if (target === KERNEL_TARGET) {
    return t('kernel');
  }
  const name = basename(target);
  const twins = all.filter(
    other => other.target !== KERNEL_TARGET && basename(other.target) === name,
  );
  return printable(twins.length > 1 ? `${basename(dirname(target))}/${name}` : name);
}

function capabilities(probes: readonly OwnedProbe[]): string[] {
  return [
    'group',
    'groupRemovable',
    ...(probes.some(probe => probe.state === 'armed') ? ['groupStoppable'] : ['groupStartable']),
    ...(probes.some(probe => probe.expiresAt !== undefined) ? ['groupExtendable'] : []),
  ];
}

import type { Translate } from '../text/translate';
import { printable } from '../text/markdown';
import type { Finding } from './finding';
import type { Section } from './report';

/** One row of the view. */
export interface DiagnosisRow {
  readonly label: string;
  readonly description?: string;
  /** Icon by the name of VS Code's product icons, and the colour that goes with it. */
  readonly icon?: { readonly id: string; readonly color?: string };
  /** What a screen reader says in place of the label: the state is not told by colour and form alone. */
  readonly spoken: string;
  readonly tooltip?: string;
  readonly children: readonly DiagnosisRow[];
}

/** Sections with their findings; below a finding that wants something done, what to do. */
export function diagnosisRows(sections: readonly Section[], t: Translate): DiagnosisRow[] {
  return sections.map(({ title, findings, note }) => ({
    label: title,
    spoken: title,
    children:
      findings.length === 0
        ? [remark(note ?? t('Nothing to report.'))]
        : findings.map(finding => findingRow(finding, t)),
  }));
}

function findingRow(finding: Finding, t: Translate): DiagnosisRow {
  const { state, title, remedy } = finding;
  const detail = printable(finding.detail);
  return {
    label: title,
    description: detail,
    icon: ICONS[state],
    spoken: `${stateWord(state, t)}: ${title}, ${detail}`,
    tooltip: remedy === undefined ? detail : `${detail}\n\n${remedy}`,
    children: remedy === undefined ? [] : [remark(remedy)],
  };
}

function remark(text: string): DiagnosisRow {
  return { label: text, spoken: text, tooltip: text, children: [] };
}

const ICONS: Record<Finding['state'], { id: string; color?: string }> = {
  ok: { id: 'pass', color: 'testing.iconPassed' },
  warning: { id: 'warning', color: 'list.warningForeground' },
  failed: { id: 'error', color: 'list.errorForeground' },
  unknown: { id: 'question' },
};

function stateWord(state: Finding['state'], t: Translate): string {
  switch (state) {
    case 'ok':
      return t('fine');
    case 'warning':
      return t('warning');
    case 'failed':
      return t('failed');
    case 'unknown':
      return t('not known');
  }
}

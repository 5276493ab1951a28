import type { Translate } from '../text/translate';

/** Everything a row of the tree shows, without VS Code: two equal rows need no redraw. */
export interface Row {
  readonly label: string;
  readonly description: string;
  /** Name of a codicon. */
  readonly icon: string;
  /** Id of a theme colour; only in addition to what icon and text say. */
  readonly color?: string;
  /** Capabilities, separated by blanks: `when` clauses look for one each. */
  readonly context: string;
  readonly accessibilityLabel: string;
  /** Rows without a checkbox leave it out. */
  readonly checked?: boolean;
  readonly checkboxTooltip?: string;
  readonly collapsible?: 'expanded' | 'collapsed';
  /** A click, or Enter, leads to the calls, live. */
  readonly isLive?: true;
}

/** What rows are written with. */
export interface RowStyle {
  readonly t: Translate;
  /** BCP 47 tag, for numbers. */
  readonly locale: string;
}

import type { StackStrings, ViewStackNode } from '../../../protocol/stacksView';
import { element } from '../../shared/dom';
import { fill } from '../../shared/fill';
import { shortName } from '../shortName';
import { cellText } from '../visibleText';
import { Expansion, keyTarget, treeRows, type TreeRow } from './treeNode';

/** Characters of a name. */
const NAME_WIDTH = 120;
/** Width of one level, in px. */
const INDENT = 16;

/** A tree of functions with their counts, after the tree pattern of the ARIA Authoring Practices Guide. */
export class StackTree {
  readonly element = element('div', { className: 'stack-tree', attributes: { role: 'tree' } });
  private root: ViewStackNode | undefined;
  private expansion = new Expansion();
  private rows: readonly TreeRow[] = [];
  /** That has the tree's focus. */
  private active: string | undefined;
  private readonly numbers: Intl.NumberFormat;
  private readonly percents: Intl.NumberFormat;

  constructor(
    private readonly strings: StackStrings,
    locale: string,
  ) {
    this.numbers = new Intl.NumberFormat(locale);
    this.percents = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
    this.element.addEventListener('keydown', event => this.press(event));
    this.element.addEventListener('click', ({ target }) => {
      const path = (target as HTMLElement).closest<HTMLElement>('[role=treeitem]')?.dataset['path'];
      const row = this.rows.find(each => each.path === path);
      if (row) {
        this.active = row.path;
        this.expand(row, !row.isExpanded);
      }
    });
  }

  /** Another probe's: nothing is open yet. */
  restart(): void {
    this.expansion = new Expansion();
    this.root = undefined;
    this.active = undefined;
    this.element.replaceChildren();
  }

  /** The same tree with other counts keeps what is open, and the focus. */
  show(root: ViewStackNode, label: string): void {
    this.root = root;
    this.element.setAttribute('aria-label', label);
    this.draw();
  }

  private draw(): void {
    if (!this.root) {
      return;
    }
    const hadFocus = this.element.contains(document.activeElement);
    this.rows = treeRows(this.root, this.expansion);
    if (!this.rows.some(({ path }) => path === this.active)) {
      this.active = this.rows[0]?.path;
    }
    this.element.replaceChildren(...this.rows.map(row => this.item(row)));
    if (hadFocus) {
      this.element.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    }
  }

  private item(row: TreeRow): HTMLElement {
    const { node, level, path, isExpanded } = row;
    const share = this.percents.format(node.count / Math.max(1, this.root?.count ?? 1));
    const text = fill(this.strings.share, this.numbers.format(node.count), share);
    const twisty = node.children.length === 0 ? '' : isExpanded ? 'chevron-down' : 'chevron-right';
    const item = element(
      'div',
      {
        className: 'stack-node',
        attributes: {
          role: 'treeitem',
          tabindex: path === this.active ? '0' : '-1',
          'aria-level': String(level),
          'aria-posinset': String(row.position),
          'aria-setsize': String(row.siblings),
          'aria-label': `${node.name}, ${text}`,
          ...(node.children.length > 0 && { 'aria-expanded': String(isExpanded) }),
        },
      },
      element('span', { className: `twisty codicon codicon-${twisty}` }),
      element('span', { className: 'stack-share', text: share }),
      element('span', { className: 'stack-count', text: this.numbers.format(node.count) }),
      element('span', {
        className: 'stack-name',
        text: cellText(shortName(node.name, NAME_WIDTH)),
        attributes: { title: node.name },
      }),
    );
    item.dataset['path'] = path;
    item.style.paddingInlineStart = `${(level - 1) * INDENT}px`;
    return item;
  }

  private press(event: KeyboardEvent): void {
    const at = this.rows.findIndex(({ path }) => path === this.active);
    const row = this.rows[at];
    if (row && (event.key === 'Enter' || event.key === ' ')) {
      event.preventDefault();
      this.expand(row, !row.isExpanded);
      return;
    }
    const target = keyTarget(event.key, this.rows, at);
    if (!row || !target) {
      return;
    }
    event.preventDefault();
    if ('expand' in target) {
      this.expand(row, target.expand);
    } else {
      this.active = this.rows[target.at]?.path;
      this.draw();
    }
  }

  private expand({ path }: TreeRow, isExpanded: boolean): void {
    this.expansion.set(path, isExpanded);
    this.draw();
  }
}

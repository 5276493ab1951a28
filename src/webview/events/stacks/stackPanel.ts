import type { EventStrings, FromEventsView, ViewSchema } from '../../../protocol/eventsView';
import type { StackDirection, StacksToView, ViewStackNode } from '../../../protocol/stacksView';
import { element } from '../../shared/dom';
import { fill } from '../../shared/fill';
import { shortName } from '../shortName';
import { choice } from '../toolbar/controls';
import { cellText } from '../visibleText';
import { StackTree } from './stackTree';

/** Characters of a probe's name in the choice. */
const NAME_WIDTH = 48;
/** Between two looks at what has come, in ms. */
const INTERVAL = 2000;

/** The stacks of one probe as a tree, above the table. */
export class StackPanel {
  readonly element: HTMLElement;
  private readonly tree: StackTree;
  private readonly probes = element('select');
  private readonly message = element('p', { className: 'stack-message' });
  private readonly timer: number;
  private direction: StackDirection = 'callers';
  private schema = 0;
  private schemas: readonly ViewSchema[] = [];

  constructor(
    private readonly strings: EventStrings,
    private readonly locale: string,
    private readonly post: (message: FromEventsView) => void,
  ) {
    const { stacks } = strings;
    this.tree = new StackTree(stacks, locale);
    this.probes.title = stacks.of;
    this.probes.setAttribute('aria-label', stacks.of);
    this.probes.addEventListener('change', () => {
      this.schema = Number(this.probes.value);
      this.restart();
    });
    const directions = choice<StackDirection>(
      stacks.direction,
      [
        ['callers', stacks.callers],
        ['calls', stacks.calls],
      ],
      this.direction,
      direction => {
        this.direction = direction;
        this.restart();
      },
    );
    this.element = element(
      'section',
      { className: 'stacks', attributes: { 'aria-label': stacks.title } },
      element('div', { className: 'stacks-head' }, this.probes, directions, this.message),
      this.tree.element,
    );
    this.element.hidden = true;
    this.timer = window.setInterval(() => this.ask(), INTERVAL);
  }

  dispose(): void {
    window.clearInterval(this.timer);
  }

  get isShown(): boolean {
    return !this.element.hidden;
  }

  toggle(on: boolean): void {
    this.element.hidden = !on;
    this.ask();
  }

  setSchemas(schemas: readonly ViewSchema[]): void {
    const labels = schemas.map(({ label }) => label);
    if (labels.join('\n') !== this.schemas.map(({ label }) => label).join('\n')) {
      this.probes.replaceChildren(
        ...labels.map((label, at) => {
          const option = element('option', { text: cellText(shortName(label, NAME_WIDTH)) });
          option.title = label;
          option.value = String(at);
          option.selected = at === this.schema;
          return option;
        }),
      );
    }
    this.schemas = schemas;
    if (this.schema >= schemas.length) {
      this.schema = 0;
    }
  }

  show({
    schema,
    direction,
    tree,
    isFiltered,
    lost,
  }: Extract<StacksToView, { type: 'stacks' }>): void {
    if (schema !== this.schema || direction !== this.direction) {
      return;
    }
    const { stacks } = this.strings;
    const isEmpty = !tree || tree.count === 0;
    this.tree.element.hidden = isEmpty;
    const label = this.schemas[schema]?.label ?? '';
    if (!isEmpty) {
      this.tree.show(topOf(tree, label), `${stacks.of} ${label}`);
    }
    const count = new Intl.NumberFormat(this.locale).format(lost);
    const of = isFiltered ? stacks.filtered : stacks.whole;
    const text = isEmpty
      ? tree
        ? stacks.noneFits
        : stacks.none
      : [of, stacks.note, ...(lost > 0 ? [fill(stacks.lost, count)] : [])].join(' ');
    if (this.message.textContent !== text) {
      this.message.textContent = text;
      this.message.title = text;
    }
    this.message.classList.toggle('alone', isEmpty);
  }

  /** Another filter: the events whose stacks are shown are others. */
  filterChanged(): void {
    this.ask();
  }

  /** Another capture. */
  clear(): void {
    this.tree.restart();
  }

  private restart(): void {
    this.tree.restart();
    this.ask();
  }

  private ask(): void {
    if (!this.element.hidden && !document.hidden && this.schemas.length > 0) {
      this.post({ type: 'stacks', schema: this.schema, direction: this.direction });
    }
  }
}

/** Where all stacks have one end in common, as those of one function do, that is the top. */
function topOf(tree: ViewStackNode, label: string): ViewStackNode {
  const [first] = tree.children;
  return first?.count === tree.count ? first : { ...tree, name: label };
}

import type { NameChoice, ViewHeader, ViewStrings } from '../../protocol/symbolsView';
import { element, icon } from '../shared/dom';
import { fill } from '../shared/fill';
import { NameSelect } from './nameSelect';
import { SelectionLine } from './selectionLine';

/** What the user asked for in the toolbar. */
export interface Filter {
  readonly text: string;
  readonly probeableOnly: boolean;
}

/** From here on a wait is worth a word, in ms. */
const SLOW_MS = 500;

/** The file's name and facts, the filter, and how many rows it leaves. */
export class Toolbar {
  readonly element = element('header', { className: 'toolbar' });
  private readonly input: HTMLInputElement;
  private readonly probeable: HTMLInputElement;
  /** Read out by assistive technology when it changes. */
  private readonly shown = element('span', { className: 'shown', attributes: { role: 'status' } });
  private readonly selection: SelectionLine;
  private facts: HTMLElement;

  private searching: ReturnType<typeof setTimeout> | undefined;

  constructor(
    header: ViewHeader,
    private readonly strings: ViewStrings,
    initial: Filter & { readonly names: NameChoice },
    private readonly handlers: {
      changed: (filter: Filter) => void;
      showNames: (names: NameChoice) => void;
      /** Attach to all that is selected. */
      attach: () => void;
      /** Arrow down in the box: on to the rows. */
      leave: () => void;
    },
  ) {
    this.input = element('input', {
      attributes: {
        type: 'text',
        'aria-label': strings.filter,
        placeholder: strings.filterHint,
        title: strings.filterHelp,
        spellcheck: 'false',
      },
    });
    this.input.value = initial.text;
    this.probeable = element('input', { attributes: { type: 'checkbox' } });
    this.probeable.checked = initial.probeableOnly;
    this.selection = new SelectionLine(strings, handlers.attach);
    this.facts = factsLine(header);
    this.element.append(
      this.facts,
      element(
        'div',
        { className: 'filters' },
        element('label', { className: 'filter-box' }, icon('filter'), this.input),
        checkLabel(this.probeable, strings.probeableOnly),
        new NameSelect(strings, initial.names, handlers.showNames).element,
        this.selection.element,
        this.shown,
      ),
    );
    this.input.addEventListener('input', () => this.changed());
    this.probeable.addEventListener('change', () => this.changed());
    this.input.addEventListener('keydown', event => this.onKey(event));
  }

  /** A query was sent: says so when its answer takes its time. */
  setSearching(): void {
    this.searching ??= setTimeout(() => {
      this.shown.textContent = this.strings.searching;
    }, SLOW_MS);
  }

  setHeader(header: ViewHeader): void {
    const facts = factsLine(header);
    this.facts.replaceWith(facts);
    this.facts = facts;
  }

  /** @param total of the rows that are shown, and of all; nothing while they are counted */
  setShown(total: number | undefined, all: number | undefined): void {
    clearTimeout(this.searching);
    this.searching = undefined;
    this.shown.textContent =
      total === undefined || all === undefined
        ? this.strings.counting
        : fill(this.strings.shown, total.toLocaleString(), all.toLocaleString());
  }

  setSelected(count: number): void {
    this.selection.draw(count);
  }

  setText(text: string): void {
    this.input.value = text;
    this.changed();
  }

  focus(): void {
    this.input.focus();
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key === 'ArrowDown' || event.key === 'Enter') {
      event.preventDefault();
      this.handlers.leave();
    } else if (event.key === 'Escape' && this.input.value !== '') {
      event.preventDefault();
      this.setText('');
    }
  }

  private changed(): void {
    this.handlers.changed({ text: this.input.value, probeableOnly: this.probeable.checked });
  }
}

function checkLabel(box: HTMLInputElement, text: string): HTMLElement {
  return element('label', { className: 'check' }, box, element('span', { text }));
}

function factsLine(header: ViewHeader): HTMLElement {
  return element(
    'div',
    { className: 'facts' },
    element('h1', { text: header.name, attributes: { title: header.name } }),
    ...header.facts.map(fact =>
      element('span', { className: 'fact', text: fact, attributes: { title: fact } }),
    ),
  );
}

import type { EventStrings, ViewCondition } from '../../../protocol/eventsView';
import { element, icon } from '../../shared/dom';
import type { EventColumn } from '../eventColumns';
import { columnFilter } from './columnFilter';

/** VS Code's own entries, Cut, Copy and Paste, mean nothing here. */
const NO_MENU = JSON.stringify({ preventDefaultContextMenuItems: true });

/** What the names of the columns tell of, and are told. */
export interface GridHeaderModel {
  filter(condition: ViewCondition): void;
  /** For the context menu of its name. */
  columnContext(column: EventColumn): string | undefined;
}

/** The names of the columns; each opens a filter of its column. */
export class GridHeader {
  readonly element = element('div', {
    className: 'event-row header',
    attributes: { role: 'row', 'aria-rowindex': '1' },
  });
  private opened: { readonly form: HTMLElement; readonly from: HTMLElement } | undefined;
  private columns: readonly EventColumn[] = [];

  /** @param room where a filter's form is put: over the table */
  constructor(
    private readonly strings: EventStrings,
    private readonly room: HTMLElement,
    private readonly model: GridHeaderModel,
  ) {
    this.element.addEventListener('keydown', event => this.onKey(event));
  }

  /** Names and order; the ones that are there stay where they are the same. */
  setColumns(columns: readonly EventColumn[]): void {
    const had = this.columns;
    this.columns = columns;
    if (
      columns.length === had.length &&
      columns.every(({ id, title }, at) => id === had[at]?.id && title === had[at].title)
    ) {
      return;
    }
    this.close();
    this.element.replaceChildren(
      ...columns.map((column, at) => {
        const cell = element('div', {
          className: column.isNumber ? 'cell number' : 'cell',
          attributes: { role: 'columnheader', 'aria-colindex': String(at + 1) },
        });
        cell.dataset['vscodeContext'] = this.model.columnContext(column) ?? NO_MENU;
        cell.append(column.id === 'time' ? column.title : this.button(column, at === 1));
        return cell;
      }),
    );
  }

  private get buttons(): HTMLButtonElement[] {
    return [...this.element.querySelectorAll('button')];
  }

  private button({ id, title }: EventColumn, isFirst: boolean): HTMLElement {
    const button = element(
      'button',
      {
        className: 'column-button',
        attributes: {
          title: `${this.strings.filterColumn}: ${title}`,
          'aria-haspopup': 'dialog',
          'aria-expanded': 'false',
          tabindex: isFirst ? '0' : '-1',
        },
      },
      element('span', { text: title }),
      icon('filter'),
    );
    button.addEventListener('click', () => {
      if (this.opened?.from === button) {
        this.close();
      } else {
        const column = this.columns.find(each => each.id === id);
        if (column) {
          this.open(column, button);
        }
      }
    });
    return button;
  }

  private open(column: EventColumn, from: HTMLElement): void {
    this.close();
    const form = columnFilter(column, this.strings, condition => {
      this.close();
      if (condition) {
        this.model.filter(condition);
      }
      from.focus();
    });
    this.opened = { form, from };
    from.setAttribute('aria-expanded', 'true');
    this.room.append(form);
    const room = this.room.getBoundingClientRect();
    const left = from.getBoundingClientRect().left - room.left;
    form.style.left = `${Math.max(0, Math.min(left, room.width - form.offsetWidth))}px`;
    form.querySelector('input')?.focus();
  }

  private close(): void {
    this.opened?.form.remove();
    this.opened?.from.setAttribute('aria-expanded', 'false');
    this.opened = undefined;
  }

  /** One of the names is in the order of tabs; arrows go to the others. */
  private onKey(event: KeyboardEvent): void {
    const { buttons } = this;
    const at = buttons.findIndex(button => button === document.activeElement);
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const next = step === undefined || at < 0 ? undefined : buttons[at + step];
    if (next) {
      event.preventDefault();
      buttons.forEach(button => (button.tabIndex = -1));
      next.tabIndex = 0;
      next.focus();
    }
  }
}

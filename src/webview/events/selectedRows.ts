import type { FromEventsView, ViewCondition, ViewEvent } from '../../protocol/eventsView';
import type { StacksToView } from '../../protocol/stacksView';
import { countPositions } from '../shared/positionRanges';
import { nothingSelected, type RowSelection } from '../shared/rowSelection';
import { hasCallSite } from './callSite';
import type { EventColumn } from './eventColumns';
import type { EventFeed } from './eventFeed';
import { stackList } from './stacks/stackList';
import type { ShownColumns } from './shownColumns';
import type { EventAside } from './table/eventAside';
import { eventDetails } from './table/eventDetails';
import { copiedRanges, rowsText } from './table/rowsText';

/** What the selected rows are seen with. */
export interface SelectedRowsModel {
  readonly shown: ShownColumns;
  readonly feed: EventFeed;
  filter(condition: ViewCondition): void;
  post(message: FromEventsView): void;
}

/** What is done with the rows that are selected: their details, copies, and filters of the menu. */
export class SelectedRows {
  private selection: RowSelection = nothingSelected;
  /** That of the cell the mouse was on. */
  private column: EventColumn | undefined;
  /** Its details are shown as soon as it arrives. */
  private awaited: number | undefined;
  /** Whose details are shown. */
  private detailed: number | undefined;

  constructor(
    private readonly aside: EventAside,
    private readonly model: SelectedRowsModel,
  ) {}

  select(selection: RowSelection, column: EventColumn | undefined): void {
    this.selection = selection;
    this.column = column;
    this.awaited = undefined;
    this.detailed = undefined;
    const count = countPositions(selection.selected);
    if (count === 0) {
      this.aside.showNothing();
    } else if (count > 1) {
      this.aside.showCount(count, () => void this.copy());
    } else {
      this.awaited = selection.selected[0]?.[0];
      this.showAwaited();
    }
  }

  /** Rows came. */
  showAwaited(): void {
    const { model, awaited } = this;
    const event = awaited === undefined ? undefined : model.feed.cache.get(awaited);
    if (event) {
      this.awaited = undefined;
      this.aside.showDetails(
        eventDetails(
          event,
          model.shown.schemas[event.schema],
          model.shown.columns,
          model.shown.time,
          model.shown.strings,
          condition => model.filter(condition),
          () => model.post({ type: 'callSite', index: event.index }),
        ),
      );
      this.detailed = event.index;
      model.post({ type: 'stacksOf', index: event.index });
    }
  }

  /** The stacks of the event whose details are shown. */
  showStacks({ index, stacks }: Extract<StacksToView, { type: 'stacksOf' }>): void {
    if (index === this.detailed) {
      const goTo = (frame: number): void => this.model.post({ type: 'callSite', index, frame });
      this.aside.append(stackList(stacks, this.model.shown.strings.stacks, goTo));
    }
  }

  private get active(): ViewEvent | undefined {
    return this.model.feed.cache.get(this.selection.active);
  }

  /** For the context menu: the active event, if it is known where it was called from. */
  get callSite(): { hasCallSite: boolean; index?: number } {
    const { model, active: event } = this;
    return event && hasCallSite(event, model.shown.schemas[event.schema])
      ? { hasCallSite: true, index: event.index }
      : { hasCallSite: false };
  }

  /** A value that the menu can filter by. */
  get valueOfMenu(): Omit<ViewCondition, 'is'> | undefined {
    const { column, active: event } = this;
    const value = event && column?.value(event);
    return column && value !== undefined ? { column: column.id, value } : undefined;
  }

  /** Whether the menu is on a cell whose text is known. */
  get isOnCell(): boolean {
    return this.column !== undefined && this.active !== undefined;
  }

  /** What the cell that the menu is on shows, to the clipboard. */
  copyValue(): void {
    const { active, column } = this;
    if (active && column) {
      this.model.post({ type: 'copy', text: rowsText([active], [column]).slice(0, -1) });
    }
  }

  filterByMenu(is: 'is' | 'isNot'): void {
    const value = this.valueOfMenu;
    if (value) {
      this.model.filter({ ...value, is });
    }
  }

  /** What the table shows of them, to the clipboard. */
  async copy(): Promise<void> {
    const { feed } = this.model;
    const rows: ViewEvent[] = [];
    for (const { from, to } of copiedRanges(this.selection.selected, feed.news?.first ?? 0)) {
      rows.push(...(await feed.fetch(from, to)));
    }
    if (rows.length > 0) {
      this.model.post({ type: 'copy', text: rowsText(rows, this.model.shown.columns) });
    }
  }
}

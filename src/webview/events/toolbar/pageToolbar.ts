import type {
  CaptureState,
  EventStrings,
  FromEventsView,
  ViewCondition,
  ViewNews,
} from '../../../protocol/eventsView';
import type { NumberBase } from '../numberText';
import type { PageState } from '../pageState';
import { CaptureButtons } from './captureButtons';
import { choice, toggleButton } from './controls';
import { eventToolbar, searchField } from './eventToolbar';
import { FilterChips } from './filterChips';
import { NewsLine } from './newsLine';
import { ScopeButton } from './scopeButton';

/** What the toolbar tells of. */
export interface ToolbarModel {
  act(action: Extract<FromEventsView, { type: 'action' }>['action']): void;
  follow(on: boolean): void;
  search(text: string): void;
  relative(on: boolean): void;
  numbers(base: NumberBase): void;
  summary(on: boolean): void;
  stacks(on: boolean): void;
  remove(condition: ViewCondition): void;
}

/** Between the last letter and the search for it, in ms: a search looks at every event. */
const SEARCH_DELAY = 150;

/** The line above the table: capture, view, search and filters, and what was counted and lost. */
export class PageToolbar {
  readonly element: HTMLElement;
  private readonly buttons: CaptureButtons;
  private readonly chips: FilterChips;
  private readonly news: NewsLine;
  private readonly scope: ScopeButton;

  constructor(strings: EventStrings, locale: string, kept: PageState, model: ToolbarModel) {
    this.buttons = new CaptureButtons(
      strings,
      locale,
      action => model.act(action),
      on => model.follow(on),
    );
    let timer: number | undefined;
    const search = searchField(strings, text => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => model.search(text), SEARCH_DELAY);
    });
    search.value = kept.text;
    this.chips = new FilterChips(strings, search, condition => model.remove(condition));
    this.news = new NewsLine(strings, locale);
    this.scope = new ScopeButton(strings, () => model.act('chooseScope'));
    this.element = eventToolbar(
      strings,
      [
        ...this.buttons.elements,
        toggleButton('graph', strings.overview, !kept.isSummaryHidden, on => model.summary(on)),
        toggleButton('list-tree', strings.stacks.title, false, on => model.stacks(on)),
        toggleButton('watch', strings.relativeTime, kept.isRelative, on => model.relative(on)),
        choice<NumberBase>(
          strings.numbers,
          [
            ['own', strings.bases.own],
            ['decimal', strings.bases.decimal],
            ['hex', strings.bases.hex],
          ],
          kept.numbers,
          base => model.numbers(base),
        ),
        search,
        this.chips.element,
      ],
      [this.scope.element, this.news.element],
    );
  }

  setState(state: CaptureState): void {
    this.buttons.setState(state);
    this.news.setLive(state === 'on');
  }

  /** Whose events come in; undefined where that is over. */
  setScope(scope: string | undefined): void {
    this.scope.show(scope);
  }

  /** `newer` events have come since following stopped. */
  setFollowing(on: boolean, newer: number): void {
    this.buttons.setFollowing(on, newer);
  }

  setNews(news: ViewNews): void {
    this.news.show(news);
  }

  setConditions(
    conditions: readonly ViewCondition[],
    textOf: (condition: ViewCondition) => string,
  ): void {
    this.chips.show(conditions, textOf);
  }
}

import type {
  CaptureReadiness,
  CaptureState,
  EventStrings,
  FromEventsView,
  ViewCondition,
  ViewNews,
} from '../../../protocol/eventsView';
import { element } from '../../shared/dom';
import type { ConditionText } from '../conditionText';
import type { PageState } from '../pageState';
import { CaptureButtons } from './captureButtons';
import { toggleButton } from './controls';
import { FilterChips } from './filterChips';
import { NewsLine } from './newsLine';
import { ScopeButton } from './scopeButton';
import { ViewOptions, type ViewOptionsModel } from './viewOptions';

/** What the toolbar tells of. */
export interface ToolbarModel extends ViewOptionsModel {
  act(action: Extract<FromEventsView, { type: 'action' }>['action']): void;
  follow(on: boolean): void;
  search(text: string): void;
  summary(on: boolean): void;
  stacks(on: boolean): void;
  remove(condition: ViewCondition): void;
}

/** Between the last letter and the search for it, in ms: a search looks at every event. */
const SEARCH_DELAY = 150;

/** The line above the table: capture, view, search and filters, and what was counted and lost. */
export class PageToolbar {
  readonly element: HTMLElement;
  private readonly search = element('input', { attributes: { type: 'search' } });
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
    const { search } = this;
    let timer: number | undefined;
    search.addEventListener('input', () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => model.search(search.value), SEARCH_DELAY);
    });
    search.setAttribute('aria-label', strings.search);
    search.placeholder = strings.search;
    search.value = kept.text;
    this.chips = new FilterChips(strings, search, condition => model.remove(condition));
    this.news = new NewsLine(strings, locale);
    this.buttons.setHasEvents(false);
    this.scope = new ScopeButton(strings, () => model.act('chooseScope'));
    this.element = element(
      'div',
      { className: 'toolbar', attributes: { role: 'group', 'aria-label': strings.toolbar } },
      element(
        'div',
        { className: 'buttons' },
        ...this.buttons.elements,
        toggleButton('graph', strings.overview, !kept.isSummaryHidden, on => model.summary(on)),
        toggleButton('list-tree', strings.stacks.title, false, on => model.stacks(on)),
      ),
      search,
      ...new ViewOptions(strings, kept, model).elements,
      this.chips.element,
      this.scope.element,
      ...this.news.elements,
    );
  }

  /** All filters are gone: the search too, and whoever removed them goes on there. */
  searchAgain(): void {
    this.search.value = '';
    this.search.focus();
  }

  setState(state: CaptureState, readiness: CaptureReadiness | undefined): void {
    this.buttons.setState(state, readiness);
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
    // Those that went made room for others, which can be saved.
    this.buttons.setHasEvents(news.events > 0);
  }

  setConditions(
    conditions: readonly ViewCondition[],
    textOf: (condition: ViewCondition) => ConditionText,
  ): void {
    this.chips.show(conditions, textOf);
  }
}

import type {
  CaptureState,
  EventStrings,
  ViewCondition,
  ViewNews,
} from '../../protocol/eventsView';
import { element, icon } from '../shared/dom';
import { fill } from '../shared/fill';

/** What the toolbar tells of. */
export interface ToolbarModel {
  capture(start: boolean): void;
  follow(on: boolean): void;
  clear(): void;
  save(): void;
  search(text: string): void;
  relative(on: boolean): void;
  remove(condition: ViewCondition): void;
}

/** The line above the table: capture, follow, search, filters, and what was counted and lost. */
export class EventToolbar {
  readonly element = element('div', { className: 'toolbar' });
  private readonly captureButton = iconButton();
  private readonly followButton = iconButton();
  private readonly search = element('input');
  private readonly counts = element('span', { className: 'counts' });
  private readonly losses = element('span', {
    className: 'losses',
    attributes: { role: 'status' },
  });
  private readonly chips = element('span', { className: 'chips' });
  private isCapturing = false;
  private isFollowing = true;

  constructor(
    private readonly strings: EventStrings,
    private readonly locale: string,
    private readonly model: ToolbarModel,
  ) {
    const { search } = this;
    search.type = 'search';
    search.placeholder = strings.search;
    search.setAttribute('aria-label', strings.search);
    search.addEventListener('input', () => model.search(search.value));
    const clear = iconButton();
    show(clear, 'clear-all', strings.clear);
    clear.addEventListener('click', () => model.clear());
    const save = iconButton();
    show(save, 'save', strings.save);
    save.addEventListener('click', () => model.save());
    const relative = iconButton();
    show(relative, 'watch', strings.relativeTime);
    relative.setAttribute('aria-pressed', 'false');
    relative.addEventListener('click', () => {
      const on = relative.getAttribute('aria-pressed') !== 'true';
      relative.setAttribute('aria-pressed', String(on));
      model.relative(on);
    });
    this.captureButton.addEventListener('click', () => model.capture(!this.isCapturing));
    this.followButton.addEventListener('click', () => model.follow(!this.isFollowing));
    this.element.append(
      ...[this.captureButton, this.followButton, clear, save, relative, search, this.chips],
      element('span', { className: 'space' }),
      ...[this.counts, this.losses],
    );
    this.setFollowing(true, 0);
  }

  /** What is searched for, as it was before the page was reloaded. */
  setText(text: string): void {
    this.search.value = text;
  }

  setState(state: CaptureState): void {
    this.isCapturing = state !== 'off';
    const { start, stop } = this.strings;
    show(
      this.captureButton,
      this.isCapturing ? 'debug-stop' : 'record',
      this.isCapturing ? stop : start,
    );
    this.captureButton.disabled = state === 'starting';
  }

  /** `newer` events have come since following stopped. */
  setFollowing(on: boolean, newer: number): void {
    this.isFollowing = on;
    const { follow, pause } = this.strings;
    show(this.followButton, on ? 'debug-pause' : 'debug-start', on ? pause : follow);
    if (!on && newer > 0) {
      this.followButton.append(fill(this.strings.newer, this.number(newer)));
    }
  }

  setNews(news: ViewNews): void {
    const { strings } = this;
    this.counts.textContent = fill(
      strings.shown,
      this.number(news.end - news.first),
      this.number(news.events),
    );
    const losses: readonly (readonly [number, string])[] = [
      [news.overrun, strings.overrun],
      [news.discarded, strings.discarded],
      [news.unreadable, strings.unreadable],
      [news.unpaired, strings.unpaired],
      [news.dropped, strings.dropped],
    ];
    const some = losses.filter(([count]) => count > 0);
    const text = some.map(([count, sentence]) => fill(sentence, this.number(count))).join(' · ');
    // A live region is read out when it changes: not for each event.
    if (this.losses.textContent !== (text || strings.noLoss)) {
      this.losses.textContent = text || strings.noLoss;
    }
    const isLoss = news.overrun + news.discarded + news.unreadable > 0;
    this.losses.classList.toggle('lost', isLoss);
  }

  setConditions(
    conditions: readonly ViewCondition[],
    titleOf: (column: string) => string,
    valueOf: (condition: ViewCondition) => string,
  ): void {
    const had = [...this.chips.children].findIndex(chip => chip === document.activeElement);
    this.chips.replaceChildren(
      ...conditions.map(condition => {
        const sign = SIGNS[condition.is];
        const chip = element(
          'button',
          { className: 'chip', attributes: { title: this.strings.remove } },
          element('span', { text: `${titleOf(condition.column)} ${sign} ${valueOf(condition)}` }),
          icon('close'),
        );
        chip.addEventListener('click', () => this.model.remove(condition));
        return chip;
      }),
    );
    if (had >= 0) {
      // The one that had the focus may be gone.
      const chips = [...this.chips.querySelectorAll('button')];
      (chips[Math.min(had, chips.length - 1)] ?? this.search).focus();
    }
  }

  private number(value: number): string {
    return new Intl.NumberFormat(this.locale).format(value);
  }
}

const SIGNS: Readonly<Record<ViewCondition['is'], string>> = {
  is: '=',
  isNot: '≠',
  less: '<',
  more: '>',
  contains: '∋',
  range: '∈',
};

function iconButton(): HTMLButtonElement {
  return element('button', { className: 'icon-button' });
}

function show(button: HTMLButtonElement, name: string, title: string): void {
  button.title = title;
  button.setAttribute('aria-label', title);
  button.replaceChildren(icon(name));
}

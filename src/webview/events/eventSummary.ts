import type {
  EventStrings,
  ViewColumn,
  ViewCondition,
  ViewSummary,
} from '../../protocol/eventsView';
import { element } from '../shared/dom';
import { fill } from '../shared/fill';
import type { EventColumn } from './eventColumns';
import { durationText } from './timeText';

/** Values with a bar of their own. */
const SHOWN_VALUES = 12;
/** Seconds of the rate over time. */
const SECONDS = 120;

/** Answers about one column: how often, which values, how they are spread. A click on a bar filters. */
export class EventSummary {
  readonly element = element('section', { className: 'summary' });
  private readonly choice = element('select');
  private readonly content = element('div', { className: 'summary-content' });
  column = 'process';

  constructor(
    private readonly strings: EventStrings,
    private readonly locale: string,
    private readonly filter: (conditions: readonly ViewCondition[]) => void,
    chosen: () => void,
  ) {
    this.choice.addEventListener('change', () => {
      this.column = this.choice.value;
      chosen();
    });
    this.element.append(
      element('label', { className: 'summary-choice', text: `${strings.summary} ` }, this.choice),
      this.content,
    );
  }

  /** The columns that can be summed up; the latency first where there is one. */
  setColumns(columns: readonly EventColumn[]): void {
    const had = [...this.choice.options].some(({ value }) => value === 'took');
    const fit = columns.filter(({ id }) => id !== 'time');
    if (!had && fit.some(({ id }) => id === 'took')) {
      this.column = 'took';
    }
    this.choice.replaceChildren(
      ...fit.map(({ id, title }) => {
        const option = element('option', { text: title });
        option.value = id;
        option.selected = id === this.column;
        return option;
      }),
    );
  }

  show(summary: ViewSummary): void {
    if (this.content.matches(':active')) {
      // A bar is being pressed: in its place another would not get the click.
      return;
    }
    const focused = this.bars.findIndex(bar => bar === document.activeElement);
    this.draw(summary);
    this.bars[focused]?.focus();
  }

  private get bars(): HTMLButtonElement[] {
    return [...this.content.querySelectorAll('button')];
  }

  private draw(summary: ViewSummary): void {
    const [facts] = summary.columns;
    if (!facts) {
      return;
    }
    const { numbers, top, others, count } = facts;
    const bars =
      numbers && top.length > SHOWN_VALUES ? this.numberBars(facts) : this.valueBars(facts);
    this.content.replaceChildren(
      element('p', {
        className: 'summary-count',
        text: fill(this.strings.values, this.number(count)),
      }),
      rateLine(summary.rates.tables[0]?.perSecond.slice(-SECONDS) ?? [], this.strings.rate),
      ...(numbers
        ? [
            element('p', {
              className: 'summary-numbers',
              text: fill(
                this.strings.percentiles,
                ...[numbers.p50, numbers.p99, numbers.max].map(value => this.value(value)),
              ),
            }),
          ]
        : []),
      ...bars,
      ...(others > 0
        ? [element('p', { text: `${this.strings.others}: ${this.number(others)}` })]
        : []),
    );
  }

  private valueBars({ top, column }: ViewColumn): HTMLElement[] {
    const most = Math.max(1, ...top.map(({ count }) => count));
    return top
      .slice(0, SHOWN_VALUES)
      .map(({ value, count }) =>
        this.bar(column === 'took' ? durationText(Number(value)) : value, count, most, () => [
          { column, is: 'is', value },
        ]),
      );
  }

  private numberBars({ numbers, column }: ViewColumn): HTMLElement[] {
    const bars = numbers?.bars ?? [];
    const most = Math.max(1, ...bars.map(({ count }) => count));
    return bars.map(({ from, to, count }) =>
      this.bar(`${this.value(from)} – ${this.value(to)}`, count, most, () => [
        { column, is: 'more', value: String(from - 1) },
        { column, is: 'less', value: String(to) },
      ]),
    );
  }

  private bar(
    text: string,
    count: number,
    most: number,
    conditions: () => readonly ViewCondition[],
  ): HTMLElement {
    const button = element(
      'button',
      { className: 'bar', attributes: { title: `${text}: ${this.number(count)}` } },
      element('span', { className: 'bar-text', text }),
      element('span', { className: 'bar-count', text: this.number(count) }),
    );
    button.style.setProperty('--part', `${(count / most) * 100}%`);
    button.addEventListener('click', () => this.filter(conditions()));
    return button;
  }

  private value(value: number): string {
    return this.column === 'took' ? durationText(value) : this.number(Math.round(value));
  }

  private number(value: number): string {
    return new Intl.NumberFormat(this.locale).format(value);
  }
}

/** A line over the last seconds; its highest is in words for who does not see it. */
function rateLine(perSecond: readonly number[], title: string): HTMLElement {
  const most = Math.max(1, ...perSecond);
  const label = `${title}: ${perSecond.at(-2) ?? perSecond.at(-1) ?? 0}`;
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', `0 0 ${SECONDS} 20`);
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', label);
  const line = document.createElementNS('http://www.w3.org/2000/svg', 'polyline');
  const start = SECONDS - perSecond.length;
  line.setAttribute(
    'points',
    perSecond.map((count, at) => `${start + at},${20 - (count / most) * 19}`).join(' '),
  );
  svg.append(line);
  const figure = element('div', { className: 'rate', attributes: { title: label } });
  figure.append(svg);
  return figure;
}

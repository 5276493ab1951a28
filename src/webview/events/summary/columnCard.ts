import type {
  EventStrings,
  ViewBar,
  ViewColumn,
  ViewCondition,
  ViewSummary,
} from '../../../protocol/eventsView';
import { element } from '../../shared/dom';
import { fill } from '../../shared/fill';
import type { EventColumn } from '../eventColumns';
import { isInFile } from '../callSite';
import { choice } from '../toolbar/controls';
import { withEmptyBars } from './barRow';
import { cardFrame, type Card } from './card';
import { HistogramChart } from './histogramChart';
import { KeyedButtons, type LineLink } from './keyedButtons';
import { SampleNote } from './sampleNote';

/** How the values of a column are shown. */
export type ColumnView = 'values' | 'log2' | 'linear';

/** Values with a line of their own. */
const SHOWN_VALUES = 20;
/** So many different numbers are shown one by one unless the user wants it otherwise. */
const FEW_VALUES = 12;

/** What leads from a value to where the call was. */
export interface CallerLinks {
  /** Whether a column's values are places in code. */
  readonly isCaller: (column: string) => boolean;
  readonly link: LineLink;
}

/** The values of one column: the most frequent, or how numbers are spread. A click filters. */
export class ColumnCard implements Card {
  readonly element: HTMLElement;
  private readonly columnChoice = element('select');
  private readonly viewChoice: HTMLSelectElement;
  private readonly numbers = element('p', { className: 'summary-numbers' });
  private readonly sample: SampleNote;
  private readonly lines: KeyedButtons;
  private readonly histogram: HistogramChart;
  private readonly none: HTMLElement;
  private readonly note: HTMLElement;
  private facts: ViewColumn | undefined;
  /** That the user chose, and the one that is drawn. */
  private view: ColumnView | undefined;
  private drawn: ColumnView | undefined;

  /** @param column the one that is shown; of the `columns` there are */
  constructor(
    private readonly strings: EventStrings,
    private readonly locale: string,
    private column: EventColumn,
    columns: readonly EventColumn[],
    filter: (condition: ViewCondition) => void,
    chosen: (id: string) => void,
    private readonly callers: CallerLinks,
  ) {
    const { columnChoice } = this;
    columnChoice.setAttribute('aria-label', strings.summary);
    columnChoice.append(
      ...columns.map(({ id, title }) => {
        const option = element('option', { text: title });
        option.value = id;
        option.selected = id === column.id;
        return option;
      }),
    );
    columnChoice.addEventListener('change', () => chosen(columnChoice.value));
    this.viewChoice = choice<ColumnView>(
      strings.viewTitle,
      [
        ['values', strings.views.values],
        ['log2', strings.views.log2],
        ['linear', strings.views.linear],
      ],
      'values',
      view => {
        this.view = view;
        this.draw();
      },
    );
    this.lines = new KeyedButtons(
      'values',
      value => filter({ column: this.column.id, is: 'is', value }),
      callers.link,
    );
    this.note = element('p', { className: 'summary-note', text: strings.stacks.callSiteNote });
    this.histogram = new HistogramChart(
      strings,
      locale,
      value => this.text(value),
      ({ from, to }) => filter({ column: this.column.id, is: 'range', value: `${from}..${to}` }),
    );
    this.sample = new SampleNote(strings, locale);
    this.none = element('p', { className: 'none', text: strings.noValues });
    this.element = cardFrame(
      column.title,
      [
        ...[this.numbers, this.sample.element, this.none],
        ...[this.lines.element, this.note, this.histogram.element],
      ],
      [columnChoice, this.viewChoice],
    );
    this.element.classList.add('column-card');
    this.draw();
  }

  get id(): string {
    return this.column.id;
  }

  dispose(): void {
    this.histogram.dispose();
  }

  /** The same column, of which something else may be known. */
  setColumn(column: EventColumn): void {
    this.column = column;
  }

  show({ columns, sampled }: ViewSummary): void {
    this.sample.show(sampled, sampled?.whole.includes(this.column.id) ?? true);
    this.facts = columns.find(({ column }) => column === this.column.id) ?? this.facts;
    this.draw();
  }

  /** What the user looks at, or is in, is not replaced by something else. */
  private bestView({ top }: ViewColumn): ColumnView {
    const isUsed = this.element.matches(':hover, :focus-within');
    return isUsed && this.drawn ? this.drawn : top.length > FEW_VALUES ? 'log2' : 'values';
  }

  private draw(): void {
    const { facts } = this;
    const numbers = facts?.numbers;
    const view = numbers ? (this.view ?? this.bestView(facts)) : 'values';
    this.drawn = view;
    this.viewChoice.value = view;
    this.viewChoice.hidden = !numbers;
    this.none.hidden = facts !== undefined && facts.count > 0;
    this.numbers.hidden = !numbers;
    this.lines.element.hidden = view !== 'values';
    this.note.hidden = view !== 'values' || !this.callers.isCaller(this.column.id);
    this.histogram.element.hidden = view === 'values';
    if (numbers) {
      this.drawNumbers(numbers);
    }
    if (facts && view === 'values') {
      this.drawValues(facts);
    } else if (numbers) {
      this.lines.clear();
      const bars: readonly ViewBar[] =
        view === 'linear' ? numbers.linear : withEmptyBars(numbers.bars);
      this.histogram.show(bars, this.column.title);
    }
  }

  private drawNumbers({ p50, p99, max }: NonNullable<ViewColumn['numbers']>): void {
    const text = fill(this.strings.percentiles, ...[p50, p99, max].map(value => this.text(value)));
    if (this.numbers.textContent !== text) {
      this.numbers.textContent = text;
      this.numbers.title = text;
    }
  }

  private drawValues({ top, count, others }: ViewColumn): void {
    const most = Math.max(1, top[0]?.count ?? 1);
    const isCaller = this.callers.isCaller(this.column.id);
    const shown = top.slice(0, SHOWN_VALUES);
    this.lines.show(
      shown.map(each => ({
        key: each.value,
        text: this.column.brief(each.value),
        whole: this.column.shown(each.value),
        value: this.number(each.count),
        part: each.count / most,
        leadsOn: isCaller && isInFile(each.value),
      })),
    );
    const rest = Math.max(others, count - shown.reduce((sum, each) => sum + each.count, 0));
    this.lines.element.dataset['rest'] =
      rest > 0 ? fill(this.strings.others, this.number(rest)) : '';
  }

  private text(value: number): string {
    const whole = BigInt(Math.round(value));
    // As the values themselves are: what is counted is no text.
    const isHex = whole >= 0n && this.facts?.top[0]?.value.startsWith('0x');
    return this.column.shown(isHex ? `0x${whole.toString(16)}` : String(whole));
  }

  private number(value: number): string {
    return new Intl.NumberFormat(this.locale).format(value);
  }
}

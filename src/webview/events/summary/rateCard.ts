import type uPlot from 'uplot';
import type { ViewCondition, ViewSummary } from '../../../protocol/eventsView';
import { fill } from '../../shared/fill';
import type { ShownColumns } from '../shownColumns';
import { shortName } from '../shortName';
import { cellText } from '../visibleText';
import { cardFrame, type Card } from './card';
import { Chart, type ChartOptions } from './chart';
import { chartTheme, onThemeChange, type ChartTheme } from './chartTheme';
import { compact } from './compactNumber';
import { KeyedButtons } from './keyedButtons';
import { SampleNote } from './sampleNote';

/** Seconds that are shown. */
const SECONDS = 120;
/** Characters of a name in the legend. */
const LEGEND_WIDTH = 32;
/** Of fewer a line is hardly seen. */
const FEW_SECONDS = 3;

/** Events of each second by probe: a line each, and in words how many come now. */
export class RateCard implements Card {
  readonly element: HTMLElement;
  private readonly chart = new Chart(theme => this.options(theme));
  private readonly legend: KeyedButtons;
  private readonly themes = onThemeChange(() => this.paint());
  private readonly sample: SampleNote;
  private series = 0;

  /** @param isLive whether more events come: those of the last second are not all there */
  constructor(
    private readonly locale: string,
    private readonly shown: ShownColumns,
    private readonly isLive: () => boolean,
    filter: (condition: ViewCondition) => void,
  ) {
    const { strings } = shown;
    this.legend = new KeyedButtons('legend', event =>
      filter({ column: 'event', is: 'is', value: event }),
    );
    this.sample = new SampleNote(strings, locale);
    this.element = cardFrame(strings.rate, [
      this.sample.element,
      this.chart.element,
      this.legend.element,
    ]);
    this.element.classList.add('rate-card');
  }

  dispose(): void {
    this.chart.dispose();
    this.themes.dispose();
  }

  show({ rates, sampled }: ViewSummary): void {
    this.sample.show(sampled, sampled?.areRatesWhole ?? true);
    const { schemas } = this.shown;
    const known = rates.tables
      .filter(({ table }) => schemas[table] !== undefined)
      .slice(0, chartTheme().series.length);
    const all = Math.max(0, ...known.map(({ perSecond }) => perSecond.length));
    const length = this.isLive() && all > 1 ? all - 1 : all;
    const begin = Math.max(0, length - SECONDS);
    const seconds = Array.from(
      { length: length - begin },
      (_, at) => rates.firstSecond + begin + at,
    );
    this.series = known.length;
    this.chart.setData([
      seconds,
      ...known.map(({ perSecond }) => seconds.map((_, at) => perSecond[begin + at] ?? 0)),
    ]);
    this.chart.name(
      fill(
        this.shown.strings.rateChart,
        this.number(seconds.length),
        known
          .map(({ table, perSecond }) =>
            fill(
              this.shown.strings.rateOf,
              schemas[table]?.label ?? '',
              this.number(Math.min(...perSecond.slice(begin, length))),
              this.number(Math.max(...perSecond.slice(begin, length))),
            ),
          )
          .join(', '),
      ),
    );
    this.legend.show(
      known.map(({ table, perSecond }) => ({
        key: schemas[table]?.event ?? '',
        text: cellText(shortName(schemas[table]?.label ?? '', LEGEND_WIDTH)),
        whole: schemas[table]?.label ?? '',
        value: fill(this.shown.strings.perSecond, this.number(perSecond[length - 1] ?? 0)),
      })),
    );
    this.paint();
  }

  /** The legend's marks are as the lines are. */
  private paint(): void {
    const { series } = chartTheme();
    this.legend.buttons.forEach((button, at) => {
      button.style.setProperty('--mark', series[at]?.color ?? 'currentColor');
      button.dataset['dash'] = String(at);
    });
  }

  private options(theme: ChartTheme): ChartOptions {
    const axis = {
      ...{ stroke: theme.text, font: theme.font, ticks: { show: false } },
      grid: { stroke: theme.lines, width: 0.5 },
    };
    return {
      ...{ legend: { show: false }, cursor: { show: false }, padding: [6, 28, 0, 0] },
      scales: { x: { time: false }, y: { range: (_, _min, max) => [0, Math.max(1, max)] } },
      axes: [
        {
          ...axis,
          ...{ size: 18, space: 70, grid: { show: false } },
          values: (_, splits) => splits.map(second => this.shown.time.short(second * 1e9)),
        },
        {
          ...axis,
          ...{ size: 38, space: 26 },
          values: (_, splits) => splits.map(value => compact(value, this.locale)),
        },
      ],
      series: [
        {},
        ...theme.series.slice(0, this.series).map(({ color, dash }) => ({
          ...{
            stroke: color,
            dash,
            width: 1.5,
            points: { show: (chart: uPlot) => chart.data[0].length < FEW_SECONDS },
          },
        })),
      ],
    };
  }

  private number(value: number): string {
    return new Intl.NumberFormat(this.locale).format(value);
  }
}

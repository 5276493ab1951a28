import type { EventStrings, ViewBar } from '../../../protocol/eventsView';
import uPlot from 'uplot';
import { element } from '../../shared/dom';
import { fill } from '../../shared/fill';
import { Chart, type ChartOptions } from './chart';
import type { ChartTheme } from './chartTheme';
import { compact } from './compactNumber';

/** In px, of the texts below the bars. */
const TEXT_WIDTH = 60;

/**
 * Bars of how numbers are spread. Over each bar lies a button: it is there for the mouse, for the keyboard
 * (arrows move between the bars) and for who does not see the picture.
 */
export class HistogramChart {
  readonly element = element('div', { className: 'histogram' });
  private readonly chart = new Chart(theme => this.options(theme));
  private readonly layer = element('div', {
    className: 'histogram-bars',
    attributes: { role: 'group' },
  });
  private bars: readonly ViewBar[] = [];
  private buttons: HTMLButtonElement[] = [];
  private active = 0;

  /** @param text a number as the column shows it */
  constructor(
    private readonly strings: EventStrings,
    private readonly locale: string,
    private readonly text: (value: number) => string,
    private readonly pressed: (bar: ViewBar) => void,
  ) {
    this.element.append(this.chart.element);
    this.layer.addEventListener('keydown', event => this.onKey(event));
  }

  dispose(): void {
    this.chart.dispose();
  }

  /** @param name of what is counted */
  show(bars: readonly ViewBar[], name: string): void {
    if (this.layer.matches(':active')) {
      // A bar is being pressed: in its place another would not get the click.
      return;
    }
    const isSame = bars.length === this.bars.length && bars[0]?.from === this.bars[0]?.from;
    this.bars = bars;
    this.layer.setAttribute('aria-label', name);
    this.chart.setData([bars.map((_, at) => at), bars.map(({ count }) => count)]);
    if (!isSame) {
      // The texts below the bars are made with the chart.
      this.chart.rebuild();
    }
    this.place();
  }

  private place(): void {
    const { bars, buttons, layer } = this;
    while (buttons.length < bars.length) {
      const at = buttons.length;
      const button = element('button', { className: 'histogram-bar' });
      button.addEventListener('click', () => {
        const bar = this.bars[at];
        if (bar) {
          this.pressed(bar);
        }
      });
      buttons.push(button);
      layer.append(button);
    }
    buttons.splice(bars.length).forEach(button => button.remove());
    this.active = Math.min(this.active, Math.max(0, bars.length - 1));
    bars.forEach((bar, at) => {
      const button = buttons[at];
      if (button) {
        const title = fill(
          this.strings.bar,
          this.text(bar.from),
          this.text(bar.to),
          new Intl.NumberFormat(this.locale).format(bar.count),
        );
        button.title = title;
        button.setAttribute('aria-label', title);
        button.tabIndex = at === this.active ? 0 : -1;
      }
    });
    const { over } = this.chart;
    if (over && layer.parentElement !== over) {
      over.append(layer);
    }
  }

  private onKey(event: KeyboardEvent): void {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const next = step === undefined ? undefined : this.buttons[this.active + step];
    if (next && step !== undefined) {
      event.preventDefault();
      this.active += step;
      this.buttons.forEach((button, at) => (button.tabIndex = at === this.active ? 0 : -1));
      next.focus();
    }
  }

  private options(theme: ChartTheme): ChartOptions {
    const color = theme.series[0]?.color ?? theme.text;
    const axis = { stroke: theme.text, font: theme.font, ticks: { show: false } };
    return {
      ...{ legend: { show: false }, cursor: { show: false }, padding: [6, 8, 0, 0] },
      hooks: { ready: [() => queueMicrotask(() => this.place())] },
      scales: {
        x: { time: false, range: () => [-0.5, Math.max(0.5, this.bars.length - 0.5)] },
        y: { range: (_, _min, max) => [0, Math.max(1, max)] },
      },
      axes: [
        {
          ...axis,
          ...{ size: 18, space: 60, grid: { show: false } },
          splits: ({ width }) => {
            const step = Math.max(
              1,
              Math.ceil(this.bars.length / Math.max(1, width / TEXT_WIDTH - 1)),
            );
            return this.bars.flatMap((_, at) => (at % step === 0 ? [at - 0.5] : []));
          },
          values: (_, splits) =>
            splits.map(at => this.text(this.bars[Math.round(at + 0.5)]?.from ?? 0)),
        },
        {
          ...axis,
          ...{ size: 38, space: 26, grid: { stroke: theme.lines, width: 0.5 } },
          values: (_, splits) => splits.map(value => compact(value, this.locale)),
        },
      ],
      series: [
        {},
        {
          fill: color,
          stroke: color,
          width: 0,
          points: { show: false },
          paths: uPlot.paths.bars?.({ size: [0.85, 60] }),
        },
      ],
    } as ChartOptions;
  }
}

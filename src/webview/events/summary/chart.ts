import uPlot from 'uplot';
import { element } from '../../shared/dom';
import { chartTheme, onThemeChange, type ChartTheme } from './chartTheme';

/** What a chart draws but for its size. */
export type ChartOptions = Omit<uPlot.Options, 'width' | 'height'>;

/** Least size in px that anything can be seen in. */
const LEAST = 24;

/** A chart as large as the room it has, in the colours of the theme; for who does not see it, what it is called. */
export class Chart {
  readonly element = element('div', { className: 'chart' });
  private plot: uPlot | undefined;
  private data: uPlot.AlignedData = [[]];
  private size = { width: 0, height: 0 };
  private readonly ends: readonly { dispose(): void }[];

  constructor(private readonly options: (theme: ChartTheme) => ChartOptions) {
    const resizes = new ResizeObserver(([entry]) => {
      const { width = 0, height = 0 } = entry?.contentRect ?? {};
      this.resize(Math.floor(width), Math.floor(height));
    });
    resizes.observe(this.element);
    this.ends = [onThemeChange(() => this.rebuild()), { dispose: () => resizes.disconnect() }];
  }

  dispose(): void {
    this.ends.forEach(end => end.dispose());
    this.plot?.destroy();
  }

  /** What it shows, in words. */
  name(text: string): void {
    this.element.setAttribute('role', 'img');
    this.element.setAttribute('aria-label', text);
  }

  /** Where the data is, for what lies over it. */
  get over(): HTMLElement | undefined {
    return this.plot?.over;
  }

  setData(data: uPlot.AlignedData): void {
    const isSame = data.length === this.data.length;
    this.data = data;
    if (this.plot && isSame) {
      this.plot.setData(data);
    } else {
      this.rebuild();
    }
  }

  /** Its options are others. */
  rebuild(): void {
    this.plot?.destroy();
    this.plot = undefined;
    if (this.size.width >= LEAST && this.size.height >= LEAST && this.data.length > 1) {
      const options = { ...this.options(chartTheme()), ...this.size };
      this.plot = new uPlot(options, this.data, this.element);
    }
  }

  private resize(width: number, height: number): void {
    if (width === this.size.width && height === this.size.height) {
      return;
    }
    this.size = { width, height };
    if (this.plot && width >= LEAST && height >= LEAST) {
      this.plot.setSize(this.size);
    } else {
      this.rebuild();
    }
  }
}

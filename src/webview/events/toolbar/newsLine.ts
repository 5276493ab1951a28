import type { EventStrings, ViewNews } from '../../../protocol/eventsView';
import { element } from '../../shared/dom';
import { fill } from '../../shared/fill';
import { lossText, sampledText } from './lossText';
import { Popup } from './popup';
import { RateMeter } from './rateMeter';

/** How many events there are, how fast they come, and what was lost; with what to do about it one click away. */
export class NewsLine {
  readonly elements: readonly HTMLElement[];
  private readonly counts = element('span', { className: 'counts' });
  private readonly losses = element('button', { className: 'losses' });
  private readonly advice = element('p', { className: 'advice', attributes: { role: 'status' } });
  private readonly meter = new RateMeter();
  private readonly popup: Popup;
  private latest = '';
  private isLive = false;

  constructor(
    private readonly strings: EventStrings,
    private readonly locale: string,
  ) {
    this.losses.title = strings.lossesTitle;
    this.popup = new Popup(this.losses, 'loss-advice', [this.advice], isOpen => {
      this.advice.textContent = isOpen ? this.latest : '';
    });
    this.elements = [this.counts, this.losses, this.popup.element];
  }

  /** How fast events come is said while they do. */
  setLive(isLive: boolean): void {
    this.isLive = isLive;
  }

  show(news: ViewNews): void {
    const { strings } = this;
    // What came, with or without a row.
    const came = news.sampled?.of ?? news.events + news.dropped;
    const rate = this.meter.add(performance.now(), came);
    const shown = news.end - news.first;
    const parts = [
      shown === news.events
        ? fill(strings.allShown, this.number(shown))
        : fill(strings.shown, this.number(shown), this.number(news.events)),
      this.isLive && rate !== undefined
        ? fill(strings.perSecond, this.number(Math.round(rate)))
        : undefined,
      sampledText(news, strings, this.locale),
    ];
    write(this.counts, parts.filter(part => part !== undefined).join(' · '));
    const { counts, advice, isLoss } = lossText(news, strings, this.locale);
    write(this.losses, counts);
    this.losses.classList.toggle('lost', isLoss);
    this.latest = advice.length > 0 ? advice.join('\n') : strings.noLoss;
    // It is read out when it changes: not for each event.
    if (this.popup.isOpen) {
      write(this.advice, this.latest);
    }
  }

  private number(value: number): string {
    return new Intl.NumberFormat(this.locale).format(value);
  }
}

function write(target: HTMLElement, text: string): void {
  if (target.textContent !== text) {
    target.textContent = text;
  }
}

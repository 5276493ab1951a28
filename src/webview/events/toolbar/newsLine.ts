import type { EventStrings, ViewNews } from '../../../protocol/eventsView';
import { element } from '../../shared/dom';
import { fill } from '../../shared/fill';
import { lossText, sampledText } from './lossText';
import { RateMeter } from './rateMeter';

/** How many events there are, how fast they come, and what was lost; with what to do about it one click away. */
export class NewsLine {
  readonly element = element('span', { className: 'news' });
  private readonly counts = element('span', { className: 'counts' });
  private readonly losses = element('button', {
    className: 'losses',
    attributes: { 'aria-expanded': 'false', 'aria-controls': 'loss-advice' },
  });
  private readonly advice = element('div', {
    className: 'advice',
    attributes: { id: 'loss-advice', role: 'status' },
  });
  private readonly meter = new RateMeter();
  private isOpen = false;
  private isLive = false;

  constructor(
    private readonly strings: EventStrings,
    private readonly locale: string,
  ) {
    this.losses.title = strings.lossesTitle;
    this.advice.hidden = true;
    this.losses.addEventListener('click', () => this.open(!this.isOpen));
    this.element.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') {
        this.open(false);
      }
    });
    this.element.append(this.counts, this.losses, this.advice);
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
    const parts = [
      fill(strings.shown, this.number(news.end - news.first), this.number(news.events)),
      this.isLive && rate !== undefined
        ? fill(strings.perSecond, this.number(Math.round(rate)))
        : undefined,
      sampledText(news, strings, this.locale),
    ];
    write(this.counts, parts.filter(part => part !== undefined).join(' · '));
    const { counts, advice } = lossText(news, strings, this.locale);
    write(this.losses, counts);
    const { pauses, sampled } = news;
    const lost = news.overrun + news.discarded + news.unreadable > 0;
    this.losses.classList.toggle('lost', lost || Boolean(pauses ?? sampled));
    const text = advice.length > 0 ? advice.join('\n') : strings.noLoss;
    // It is read out when it changes: not for each event.
    if (this.isOpen && this.advice.textContent !== text) {
      this.advice.textContent = text;
    }
    this.losses.dataset['advice'] = text;
  }

  private open(isOpen: boolean): void {
    this.isOpen = isOpen;
    this.advice.hidden = !isOpen;
    this.losses.setAttribute('aria-expanded', String(isOpen));
    this.advice.textContent = this.losses.dataset['advice'] ?? '';
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

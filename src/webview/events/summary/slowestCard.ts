import type { ViewSummary } from '../../../protocol/eventsView';
import { element } from '../../shared/dom';
import type { ShownColumns } from '../shownColumns';
import { durationText } from '../timeText';
import { shortName } from '../shortName';
import { cellText } from '../visibleText';
import { cardFrame, type Card } from './card';
import { KeyedButtons } from './keyedButtons';
import { SampleNote } from './sampleNote';

/** Characters of a name. */
const NAME_WIDTH = 24;

/** The ten calls that took longest; a click shows one among the others. */
export class SlowestCard implements Card {
  readonly element: HTMLElement;
  private readonly none: HTMLElement;
  private readonly lines: KeyedButtons;
  private readonly sample: SampleNote;

  /** @param first number of the oldest event that is kept */
  constructor(
    locale: string,
    private readonly shown: ShownColumns,
    private readonly first: () => number,
    show: (index: number) => void,
  ) {
    const { strings } = shown;
    this.lines = new KeyedButtons('slowest', key => show(Number(key)));
    this.none = element('p', { className: 'none', text: strings.noCalls });
    this.sample = new SampleNote(strings, locale);
    this.element = cardFrame(strings.slowest, [this.sample.element, this.none, this.lines.element]);
  }

  show({ slowest, sampled }: ViewSummary): void {
    this.sample.show(sampled, sampled?.whole.includes('took') ?? true);
    const { schemas, time: times } = this.shown;
    const longest = slowest[0]?.took ?? 1;
    this.none.hidden = slowest.length > 0;
    this.lines.show(
      slowest.map(({ index, table, time, took }) => {
        const label = schemas[table]?.label ?? '';
        return {
          // A call without a row has no number.
          key: index < 0 ? `at ${time}` : String(index),
          text: `${durationText(took)}  ${cellText(shortName(label, NAME_WIDTH))}`,
          whole: `${durationText(took)}  ${label}`,
          value: times.short(time),
          part: took / longest,
          isDisabled: index < this.first(),
        };
      }),
    );
  }
}

import type { EventStrings, ViewSchema, ViewSummary } from '../../../protocol/eventsView';
import { element } from '../../shared/dom';
import { durationText, type TimeText } from '../timeText';
import { cardFrame, type Card } from './card';
import { KeyedButtons } from './keyedButtons';

/** The ten calls that took longest; a click shows one among the others. */
export class SlowestCard implements Card {
  readonly element: HTMLElement;
  private readonly none: HTMLElement;
  private readonly lines: KeyedButtons;

  /** @param first number of the oldest event that is kept */
  constructor(
    strings: EventStrings,
    private readonly time: TimeText,
    private readonly schemas: () => readonly ViewSchema[],
    private readonly first: () => number,
    show: (index: number) => void,
  ) {
    this.lines = new KeyedButtons('slowest', key => show(Number(key)));
    this.none = element('p', { className: 'none', text: strings.noCalls });
    this.element = cardFrame(strings.slowest, [this.none, this.lines.element]);
  }

  show({ slowest }: ViewSummary): void {
    const schemas = this.schemas();
    const longest = slowest[0]?.took ?? 1;
    this.none.hidden = slowest.length > 0;
    this.lines.show(
      slowest.map(({ index, table, time, took }) => ({
        key: String(index),
        text: `${durationText(took)}  ${schemas[table]?.label ?? ''}`,
        value: this.time.short(time),
        part: took / longest,
        isDisabled: index < this.first(),
      })),
    );
  }
}

import type { EventStrings } from '../../../protocol/eventsView';
import { element } from '../../shared/dom';
import type { NumberBase } from '../numberText';
import type { PageState } from '../pageState';
import { choice, iconButton } from './controls';
import { Popup } from './popup';

/** What the choices tell of. */
export interface ViewOptionsModel {
  relative(on: boolean): void;
  numbers(base: NumberBase): void;
}

/** How times and numbers are written: chosen seldom, so behind a button. */
export class ViewOptions {
  readonly elements: readonly HTMLElement[];

  constructor(strings: EventStrings, kept: PageState, model: ViewOptionsModel) {
    const button = iconButton('settings', strings.viewOptions, () => undefined);
    const isRelative = element('input', { attributes: { type: 'checkbox' } });
    isRelative.checked = kept.isRelative;
    isRelative.addEventListener('change', () => model.relative(isRelative.checked));
    const { bases } = strings;
    const numbers = choice<NumberBase>(
      strings.numbers,
      [
        ['own', bases.own],
        ['decimal', bases.decimal],
        ['hex', bases.hex],
      ],
      kept.numbers,
      base => model.numbers(base),
    );
    const popup = new Popup(button, 'view-options', [
      element('label', {}, isRelative, element('span', { text: strings.relativeTime })),
      element('label', {}, element('span', { text: strings.numbers }), numbers),
    ]);
    popup.element.setAttribute('role', 'group');
    popup.element.setAttribute('aria-label', strings.viewOptions);
    this.elements = [button, popup.element];
  }
}

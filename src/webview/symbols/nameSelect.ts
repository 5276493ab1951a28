import type { NameChoice, ViewStrings } from '../../protocol/symbolsView';
import { element } from '../shared/dom';

const CHOICES: readonly NameChoice[] = ['demangled', 'raw', 'both'];

/** The choice of names that the table shows. */
export class NameSelect {
  readonly element: HTMLElement;

  constructor(strings: ViewStrings, initial: NameChoice, onChange: (names: NameChoice) => void) {
    const select = element(
      'select',
      { className: 'names', attributes: { 'aria-label': strings.names, title: strings.namesHelp } },
      ...CHOICES.map(value =>
        element('option', { text: strings.nameChoices[value], attributes: { value } }),
      ),
    );
    select.value = initial;
    select.addEventListener('change', () => {
      const chosen = CHOICES.find(value => value === select.value);
      if (chosen) {
        onChange(chosen);
      }
    });
    this.element = select;
  }
}

import { element, icon } from '../../shared/dom';

/** A button that shows an icon; what it does is its name and tooltip. */
export function iconButton(name: string, title: string, press: () => void): HTMLButtonElement {
  const button = element('button', { className: 'icon-button' });
  setIcon(button, name, title);
  button.addEventListener('click', press);
  return button;
}

export function setIcon(button: HTMLButtonElement, name: string, title: string): void {
  if (button.title !== title) {
    button.title = title;
    button.setAttribute('aria-label', title);
  }
  if (button.dataset['icon'] !== name) {
    button.dataset['icon'] = name;
    button.replaceChildren(icon(name));
  }
}

/** A button that stays pressed. */
export function toggleButton(
  name: string,
  title: string,
  isOn: boolean,
  toggled: (on: boolean) => void,
): HTMLButtonElement {
  const button = iconButton(name, title, () => {
    const on = button.getAttribute('aria-pressed') !== 'true';
    button.setAttribute('aria-pressed', String(on));
    toggled(on);
  });
  button.setAttribute('aria-pressed', String(isOn));
  return button;
}

/** A native choice between a few. */
export function choice<T extends string>(
  title: string,
  options: readonly (readonly [T, string])[],
  chosen: T,
  changed: (value: T) => void,
): HTMLSelectElement {
  const select = element(
    'select',
    { attributes: { title, 'aria-label': title } },
    ...options.map(([value, text]) => {
      const option = element('option', { text });
      option.value = value;
      option.selected = value === chosen;
      return option;
    }),
  );
  select.addEventListener('change', () => {
    const option = options.find(([value]) => value === select.value);
    if (option) {
      changed(option[0]);
    }
  });
  return select;
}

import { element } from '../../shared/dom';

/** One line of a list. */
export interface KeyedLine {
  /** What the line is of: what a click tells. */
  readonly key: string;
  readonly text: string;
  readonly value: string;
  /** From 0 to 1: how far its bar goes. */
  readonly part?: number;
  readonly isDisabled?: boolean;
}

/**
 * A list of buttons that is written anew each second. While the mouse or the focus is in it no line takes
 * the place of another: only their values change.
 */
export class KeyedButtons {
  readonly element: HTMLElement;
  private lines: readonly KeyedLine[] = [];
  private items: { readonly item: HTMLElement; readonly button: HTMLButtonElement }[] = [];

  constructor(
    className: string,
    private readonly pressed: (key: string) => void,
  ) {
    this.element = element('ul', { className: `lines ${className}` });
  }

  get buttons(): readonly HTMLButtonElement[] {
    return this.items.map(({ button }) => button);
  }

  show(lines: readonly KeyedLine[]): void {
    this.lines = this.element.matches(':hover, :focus-within') ? this.inPlace(lines) : lines;
    while (this.items.length < this.lines.length) {
      this.add();
    }
    this.items.splice(this.lines.length).forEach(({ item }) => item.remove());
    this.lines.forEach((line, at) => {
      const button = this.items[at]?.button;
      if (button) {
        write(button, line);
      }
    });
  }

  clear(): void {
    this.lines = [];
    this.items.splice(0).forEach(({ item }) => item.remove());
  }

  /** The lines where they are, with what is known of them now; new ones in the places of those that went. */
  private inPlace(lines: readonly KeyedLine[]): readonly KeyedLine[] {
    const byKey = new Map(lines.map(line => [line.key, line]));
    const had = new Set(this.lines.map(({ key }) => key));
    const more = lines.filter(({ key }) => !had.has(key));
    const kept = this.lines.flatMap(({ key }) => byKey.get(key) ?? more.shift() ?? []);
    return [...kept, ...more];
  }

  private add(): void {
    const button = element(
      'button',
      { className: 'line' },
      element('span', { className: 'line-text' }),
      element('span', { className: 'line-value' }),
    );
    const item = element('li', {}, button);
    this.items.push({ item, button });
    this.element.append(item);
    const at = this.items.length - 1;
    button.addEventListener('click', () => {
      const line = this.lines[at];
      if (line) {
        this.pressed(line.key);
      }
    });
  }
}

function write(button: HTMLButtonElement, line: KeyedLine): void {
  const [text, value] = button.children;
  if (text && text.textContent !== line.text) {
    text.textContent = line.text;
  }
  if (value && value.textContent !== line.value) {
    value.textContent = line.value;
  }
  const title = `${line.text}: ${line.value}`;
  if (button.title !== title) {
    button.title = title;
  }
  button.disabled = line.isDisabled ?? false;
  button.style.setProperty('--part', `${((line.part ?? 0) * 100).toFixed(1)}%`);
}

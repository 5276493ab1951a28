import { element, icon } from '../../shared/dom';

/** One line of a list. */
export interface KeyedLine {
  /** What the line is of: what a click tells. */
  readonly key: string;
  readonly text: string;
  /** All of it, where the text is a part. */
  readonly whole?: string;
  readonly value: string;
  /** From 0 to 1: how far its bar goes. */
  readonly part?: number;
  readonly isDisabled?: boolean;
  /** It has a button that goes to what the line is of. */
  readonly leadsOn?: boolean;
}

/** A button at the end of a line. */
export interface LineLink {
  readonly label: string;
  readonly description: string;
  /** For the menu of the line, whose commands get it. */
  readonly context: (key: string) => string;
  readonly press: (key: string) => void;
}

/**
 * A list of buttons that is written anew each second. While the mouse or the focus is in it no line takes
 * the place of another: only their values change.
 */
export class KeyedButtons {
  readonly element: HTMLElement;
  private lines: readonly KeyedLine[] = [];
  private items: {
    readonly item: HTMLElement;
    readonly button: HTMLButtonElement;
    readonly link: HTMLButtonElement | undefined;
  }[] = [];

  constructor(
    className: string,
    private readonly pressed: (key: string) => void,
    private readonly link?: LineLink,
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
      const shown = this.items[at];
      if (shown) {
        write(shown.button, line);
        this.lead(shown, line);
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
    const link = this.link && linkButton(this.link);
    const item = element('li', {}, button, ...(link ? [link] : []));
    this.items.push({ item, button, link });
    this.element.append(item);
    const at = this.items.length - 1;
    const onClick = (from: HTMLElement | undefined, press: (key: string) => void): void => {
      from?.addEventListener('click', () => {
        const line = this.lines[at];
        if (line) {
          press(line.key);
        }
      });
    };
    onClick(button, this.pressed);
    onClick(link, key => this.link?.press(key));
  }

  /** Shows the line's link, or hides it. */
  private lead(
    { item, link }: { readonly item: HTMLElement; readonly link: HTMLElement | undefined },
    { key, leadsOn = false }: KeyedLine,
  ): void {
    if (!link || !this.link) {
      return;
    }
    link.hidden = !leadsOn;
    const context = leadsOn ? this.link.context(key) : '{}';
    if (item.dataset['vscodeContext'] !== context) {
      item.dataset['vscodeContext'] = context;
    }
  }
}

function linkButton({ label, description }: LineLink): HTMLButtonElement {
  const title = `${label}. ${description}`;
  return element(
    'button',
    {
      className: 'icon-button line-link',
      attributes: { title, 'aria-label': label, 'aria-description': description },
    },
    icon('go-to-file'),
  );
}

function write(button: HTMLButtonElement, line: KeyedLine): void {
  const [text, value] = button.children;
  if (text && text.textContent !== line.text) {
    text.textContent = line.text;
  }
  if (value && value.textContent !== line.value) {
    value.textContent = line.value;
  }
  const title = `${line.whole ?? line.text}: ${line.value}`;
  if (button.title !== title) {
    button.title = title;
  }
  button.disabled = line.isDisabled ?? false;
  button.style.setProperty('--part', `${((line.part ?? 0) * 100).toFixed(1)}%`);
}

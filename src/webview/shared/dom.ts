/** Makes an element. Text goes in as text only: nothing here parses HTML. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: { className?: string; text?: string; attributes?: Record<string, string> } = {},
  ...children: readonly Node[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (properties.className) {
    made.className = properties.className;
  }
  if (properties.text !== undefined) {
    made.textContent = properties.text;
  }
  for (const [name, value] of Object.entries(properties.attributes ?? {})) {
    made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

/** A codicon that assistive technology skips. */
export function icon(name: string): HTMLElement {
  return element('span', {
    className: `codicon codicon-${name}`,
    attributes: { 'aria-hidden': 'true' },
  });
}

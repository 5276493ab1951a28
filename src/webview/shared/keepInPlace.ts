/**
 * Undoes what the browser does when something gets the focus: it scrolls that into view in every frame around it too, and
 * VS Code's own box around a webview is a few pixels lower than what is in it, so that the page's top went out of sight
 * and nobody could scroll it back.
 */
export function keepInPlace(): void {
  document.addEventListener('focusin', () =>
    requestAnimationFrame(() => {
      document.documentElement.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    }),
  );
}

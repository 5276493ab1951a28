import { solid } from './solidColor';

/** Colours and font of the theme, as a canvas needs them: it knows no variables. */
export interface ChartTheme {
  readonly text: string;
  readonly lines: string;
  readonly font: string;
  /** In turn; told apart by dashes too, as not everybody sees colours. */
  readonly series: readonly { readonly color: string; readonly dash: number[] }[];
}

/** Dashes in px, none first. */
const DASHES: readonly (readonly number[])[] = [[], [6, 3], [2, 2], [8, 3, 2, 3], [12, 4], [1, 4]];
const COLORS = ['blue', 'orange', 'green', 'purple', 'red', 'yellow'];

export function chartTheme(): ChartTheme {
  const style = getComputedStyle(document.body);
  const variable = (...names: readonly string[]): string =>
    names
      .map(name => style.getPropertyValue(`--vscode-${name}`).trim())
      .find(each => each !== '') ?? style.color;
  return {
    text: variable('descriptionForeground', 'foreground'),
    lines: variable('charts-lines', 'panel-border', 'contrastBorder', 'widget-border'),
    font: `11px ${style.fontFamily}`,
    series: COLORS.map((name, at) => ({
      color: solid(variable(`charts-${name}`, 'foreground')),
      dash: [...(DASHES[at] ?? [])],
    })),
  };
}

/** Calls back when the theme is another: VS Code then writes other variables. */
export function onThemeChange(changed: () => void): { dispose(): void } {
  const observer = new MutationObserver(changed);
  observer.observe(document.body, { attributeFilter: ['class'] });
  observer.observe(document.documentElement, { attributeFilter: ['style'] });
  return { dispose: () => observer.disconnect() };
}

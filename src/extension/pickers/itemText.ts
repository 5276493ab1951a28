import { printable } from '../text/markdown';

/** Text from a file or a process as a label: VS Code would show `$(name)` in it as an icon. */
export function labelText(text: string): string {
  return printable(text).replace(/\$\([A-Za-z0-9-]+(?:~[A-Za-z]+)?\)/g, '\\$&');
}

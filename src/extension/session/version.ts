import type { ExtensionContext } from 'vscode';

/** The extension's version, from its package.json. */
export function extensionVersion(context: ExtensionContext): string {
  const { version } = context.extension.packageJSON as { readonly version: string };
  return version;
}

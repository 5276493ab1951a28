/**
 * `vscode.l10n.t`, handed in, so that sentences can be made and tested without VS Code. The message
 * is always a literal at the call: `scripts/l10nBundle.mjs` collects them.
 */
export type Translate = (message: string, ...args: (string | number)[]) => string;

/** The English text with its `{0}` filled in: what VS Code does where no translation is there. */
export const inEnglish: Translate = (message, ...args) =>
  message.replace(/\{(\d+)\}/g, (whole, index: string) => String(args[Number(index)] ?? whole));

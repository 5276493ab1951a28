/**
 * Plain text as Markdown source. File and symbol names come from traced programs: nothing in them
 * may become a link, an image, a heading or HTML.
 */
export function escapeMarkdown(text: string): string {
  return printable(text)
    .replace(/[\\`*_{}[\]()#+\-.!|<>~&:@/]/g, '\\$&')
    .replace(/\s+/g, ' ');
}

/** Text as one code span. Longer fences than any run of backticks inside keep it one. */
export function codeSpan(text: string): string {
  const clean = printable(text);
  const longest = Math.max(0, ...[...clean.matchAll(/`+/g)].map(run => run[0].length));
  const fence = '`'.repeat(longest + 1);
  const pad = clean.startsWith('`') || clean.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${clean}${pad}${fence}`;
}

/**
 * One line, for labels and sentences: control characters and those that turn the direction of text are shown by number,
 * and nothing becomes a link.
 */
export function printable(text: string): string {
  return unlinked(text).replace(
    /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * VS Code makes links of `[text](command:…)` in a notification, which run commands: a space without width stops that.
 * `operator[](int)` stays as it is.
 */
export function unlinked(text: string): string {
  return text.replace(/\]\((?=https?:|command:|file:)/gi, ']\u200b(');
}

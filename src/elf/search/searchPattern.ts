/** What kind of search a text asks for. */
export type SearchPattern =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'glob'; readonly text: string }
  | { readonly kind: 'regex'; readonly source: string };

/**
 * `/…/` is a regular expression; what has `*`, `?` or `[…]` in it a glob of the whole name; all else a
 * text to find anywhere. Half a pattern (`/foo`, `foo[`) is a text, since it is being typed.
 */
export function searchPattern(text: string): SearchPattern {
  if (text.length > 2 && text.startsWith('/') && text.endsWith('/')) {
    return { kind: 'regex', source: text.slice(1, -1) };
  }
  return /[*?]|\[[^\]]+\]/.test(text) ? { kind: 'glob', text } : { kind: 'text', text };
}

/** A search with an upper-case letter minds case. */
export function mindsCase(text: string): boolean {
  return /\p{Lu}/u.test(text);
}

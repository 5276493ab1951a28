import type { SymbolRow } from '../symbolRow';
import type { SiteWarning } from './probeSite';

/** Bytes; such functions are mostly inlined. */
const SHORT_FUNCTION = 8n;

/** What a symbol's own entry warns of. */
export function siteWarnings({ type, size, sizeKnown }: SymbolRow): readonly SiteWarning[] {
  return [
    ...(type === 'ifunc' ? (['resolver'] as const) : []),
    ...(sizeKnown && size <= SHORT_FUNCTION ? (['short'] as const) : []),
  ];
}

/** Whether there is code to decode at a row: an IFUNC's, which is its resolver's, too. */
export function hasCode({ uprobe }: SymbolRow): boolean {
  return uprobe.ok || uprobe.code === 'ifunc';
}

import type { SymbolRow } from '../symbolRow';
import type { SiteWarning } from './probeSite';

/** Bytes; such functions are mostly inlined. */
const SHORT_FUNCTION = 8n;

/** What a symbol's own entry warns of. */
export function siteWarnings({ size, sizeKnown }: SymbolRow): readonly SiteWarning[] {
  return sizeKnown && size <= SHORT_FUNCTION ? ['short'] : [];
}

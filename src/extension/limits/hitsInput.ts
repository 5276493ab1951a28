/** As many as a number holds exactly. */
const MOST = 1e15;

/** The hits that were typed; undefined for none at all, `wrong` for what is no number of hits. */
export function hitsFrom(text: string): number | undefined | 'wrong' {
  const digits = text.replace(/[\s_,']/g, '');
  if (text.trim() === '') {
    return undefined;
  }
  const hits = /^\d+$/.test(digits) ? Number(digits) : 0;
  return hits >= 1 && hits <= MOST ? hits : 'wrong';
}

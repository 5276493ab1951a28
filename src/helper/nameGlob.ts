/**
 * Whether a name is found by what was typed, both in lower case: as a pattern of the whole name where
 * that has `*` or `?`, else as a part of it. Takes at most the product of the lengths, whatever the pattern.
 */
export function findsName(wanted: string, name: string): boolean {
  return /[*?]/.test(wanted) ? fits(wanted, name) : name.includes(wanted);
}

/** Greedy: when a letter does not fit, the last star takes one more. */
function fits(pattern: string, name: string): boolean {
  let at = 0;
  let star = -1;
  let afterStar = 0;
  for (let i = 0; i < name.length;) {
    if (pattern[at] === '*') {
      star = at++;
      afterStar = i;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === name[i])) {
      at++;
      i++;
    } else if (star >= 0) {
      at = star + 1;
      i = ++afterStar;
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(at));
}
